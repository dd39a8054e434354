//! What the typesetter may see: the template, the data and the fonts, and nothing else of the world.

use std::sync::LazyLock;

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// The fonts that are compiled in, each under the name of its file in `assets/fonts`.
///
/// The last two are unpacked by `build.rs`.
pub(crate) static FONT_FILES: [(&str, &[u8]); 8] = [
    ("Tinos_400Regular.ttf", include_bytes!("../../../assets/fonts/Tinos_400Regular.ttf")),
    ("Tinos_700Bold.ttf", include_bytes!("../../../assets/fonts/Tinos_700Bold.ttf")),
    ("Tinos_400Regular_Italic.ttf", include_bytes!("../../../assets/fonts/Tinos_400Regular_Italic.ttf")),
    ("Tinos_700Bold_Italic.ttf", include_bytes!("../../../assets/fonts/Tinos_700Bold_Italic.ttf")),
    ("Amiri_400Regular.ttf", include_bytes!("../../../assets/fonts/Amiri_400Regular.ttf")),
    ("Amiri_700Bold.ttf", include_bytes!("../../../assets/fonts/Amiri_700Bold.ttf")),
    ("NotoSerifSC_400Regular.ttf", include_bytes!(concat!(env!("OUT_DIR"), "/NotoSerifSC_400Regular.ttf"))),
    ("NotoSerifSC_700Bold.ttf", include_bytes!(concat!(env!("OUT_DIR"), "/NotoSerifSC_700Bold.ttf"))),
];

/// The page that all bodies start from; a body's own template imports it as `/page.typ`.
const PAGE: &str = include_str!("templates/page.typ");

/// What all documents share and nobody changes.
pub(crate) struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    page: Source,
}

/// The one press of the process: reading the fonts takes longer than setting a letter.
pub(crate) static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONT_FILES.iter().flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes))).collect();
    let book = FontBook::from_fonts(&fonts);
    Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(book),
        fonts,
        page: Source::new(file_id("/page.typ"), PAGE.to_owned()),
    }
});

impl Press {
    /// The fonts, in the order in which they are asked for a glyph.
    pub fn fonts(&self) -> &[Font] {
        &self.fonts
    }
}

/// The file of an absolute path in the template's own small world. Only literal paths of this crate are passed in.
fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).unwrap_or_else(|_| unreachable!("the paths of this crate are well formed"));
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// One document on the press.
pub(crate) struct Sheet {
    main: Source,
    data: Bytes,
    data_id: FileId,
    /// Pictures, and the document itself in another form.
    beside: Vec<(FileId, Bytes)>,
}

impl Sheet {
    /// A template, the data it reads as `/data.json`, and the pictures it reads as `/pictures/0` and so on.
    pub fn new(template: &str, data: Vec<u8>, pictures: Vec<Vec<u8>>) -> Sheet {
        let picture = |(at, bytes)| (file_id(&format!("/pictures/{at}")), Bytes::new(bytes));
        Sheet {
            beside: pictures.into_iter().enumerate().map(picture).collect(),
            main: Source::new(file_id("/document.typ"), template.to_owned()),
            data: Bytes::new(data),
            data_id: file_id("/data.json"),
        }
    }

    /// The same with the document in another form, which the template reads as `/document.xml`.
    pub fn with(mut self, attached: Option<&[u8]>) -> Sheet {
        self.beside.extend(attached.map(|bytes| (file_id("/document.xml"), Bytes::new(bytes.to_vec()))));
        self
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else if id == PRESS.page.id() {
            Ok(PRESS.page.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            return Ok(self.data.clone());
        }
        let picture = self.beside.iter().find(|(known, _)| *known == id);
        picture.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    /// There is no today: the same document gives the same bytes on every day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
