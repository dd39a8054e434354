// Validates PDFs with the veraPDF library. `tools/check-pdf` sets the class path and runs it from source.

import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class CheckPdf {
    /** Arguments: the flavours, parted by commas, then the files. Exit 1 if a file fails one of them. */
    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        boolean failed = false;
        for (int at = 1; at < arguments.length; at++) {
            for (String flavour : arguments[0].split(",")) {
                failed |= !check(arguments[at], PDFAFlavour.byFlavourId(flavour));
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean check(String file, PDFAFlavour flavour) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
            ValidationResult result = validator.validate(parser);
            TreeMap<String, String> failures = new TreeMap<>();
            for (TestAssertion test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    failures.putIfAbsent(
                        test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber(), test.getMessage());
                }
            }
            System.out.printf("%s %s: %s, %d assertions, %d rules failed%n", file, flavour,
                result.isCompliant() ? "conforms" : "DOES NOT CONFORM", result.getTotalAssertions(), failures.size());
            failures.forEach((rule, message) -> System.out.printf("    %s %s%n", rule, message));
            return result.isCompliant();
        } catch (Exception error) {
            System.out.printf("%s %s: could not be read: %s%n", file, flavour, error);
            return false;
        }
    }
}
