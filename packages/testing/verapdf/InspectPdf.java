import java.io.File;
import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/**
 * java -cp 'jars/*' InspectPdf.java FILE ... : one line of JSON a file, {"compliant", "failures", "pages": [text]}.
 * Whether it is PDF/A-2b is veraPDF's word, what its text says is PDFBox's.
 */
public class InspectPdf {
  record Inspection(boolean compliant, TreeSet<String> failures, List<String> pages) {}

  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    ObjectMapper json = new ObjectMapper();
    for (String file : files) {
      System.out.println(json.writeValueAsString(inspect(file)));
    }
  }

  private static Inspection inspect(String file) throws Exception {
    PDFAFlavour flavour = PDFAFlavour.PDFA_2_B;
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 50, false, false, false)) {
      var result = validator.validate(parser);
      TreeSet<String> failures = new TreeSet<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          failures.add(assertion.getRuleId().getClause() + " " + assertion.getMessage());
        }
      }
      return new Inspection(result.isCompliant(), failures, textOf(file));
    }
  }

  private static List<String> textOf(String file) throws Exception {
    try (PDDocument document = Loader.loadPDF(new File(file))) {
      List<String> pages = new ArrayList<>();
      for (int page = 1; page <= document.getNumberOfPages(); page++) {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setSortByPosition(false); // in the order of drawing, box by box
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        pages.add(stripper.getText(document));
      }
      return pages;
    }
  }
}
