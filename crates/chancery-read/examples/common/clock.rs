//! A clock of the processor's time, where the system has one: on a machine shared with others the hands of a wall clock say
//! little.

use std::{fs, sync::LazyLock, time::Instant};

/// The seconds for which this thread has run, or for which the program has where the system does not tell.
pub fn seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let started = *START;
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| started.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}
