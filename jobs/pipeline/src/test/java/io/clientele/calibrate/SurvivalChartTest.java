package io.clientele.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SurvivalChartTest {
  @Test
  void the_line_goes_down_where_the_curve_does_and_the_limits_stand_at_their_days()
      throws Exception {
    // Half are back after 5 of 10 days; the picture's square is x 60 to 700, y 40 to 370.
    SurvivalCurve curve =
        SurvivalCurve.of(
            Map.of(
                5, new SurvivalCurve.Ended(BigDecimal.ONE, BigDecimal.ZERO),
                10, new SurvivalCurve.Ended(BigDecimal.ZERO, BigDecimal.ONE)));

    Document svg = parsed(SurvivalChart.svg(curve, Optional.of(new Limits(5, 6)), "a < b & c"));

    Element path = (Element) svg.getElementsByTagName("path").item(0);
    assertThat(path.getAttribute("d")).isEqualTo("M60.0 40.0H380.0V205.0H700.0V205.0");
    assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("a < b & c");
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("active_days 5")
        .contains("sleeping_days 6");
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
