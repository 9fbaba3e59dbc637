package io.clientele.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A picture on a white ground, drawn shape by shape; lengths are in pixels of its own size. */
public final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** How a text lies to its point. */
  public enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** A point of the picture. */
  public record Point(double x, double y) {}

  /** An empty picture. */
  public Svg(int width, int height) {
    text.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
                + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
            width,
            height));
  }

  /** A straight line. */
  public Svg line(double fromX, double fromY, double toX, double toY, String colour) {
    text.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
            fromX,
            fromY,
            toX,
            toY,
            colour));
    return this;
  }

  /** A line through points, each marked by a dot. */
  public Svg curve(List<Point> points, String colour) {
    text.append(
        String.format(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>\n",
            colour,
            points.stream()
                .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", p.x(), p.y()))
                .collect(Collectors.joining(" "))));
    points.forEach(point -> dot(point, 3, colour));
    return this;
  }

  /** A filled circle. */
  public Svg dot(Point centre, double radius, String colour) {
    text.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>\n",
            centre.x(),
            centre.y(),
            radius,
            colour));
    return this;
  }

  /** A filled rectangle with a thin white rim. */
  public Svg cell(double x, double y, double width, double height, String colour) {
    text.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\""
                + " stroke=\"white\"/>\n",
            x,
            y,
            width,
            height,
            colour));
    return this;
  }

  /** A path in SVG's own language of moves. */
  public Svg path(String moves, String colour) {
    text.append(
        String.format(
            "<path fill=\"none\" stroke=\"%s\" stroke-width=\"2\" d=\"%s\"/>\n", colour, moves));
    return this;
  }

  /** A text in black. */
  public Svg text(double x, double y, Anchor anchor, String words) {
    return text(x, y, anchor, words, "black");
  }

  /** A text in a colour. */
  public Svg text(double x, double y, Anchor anchor, String words, String colour) {
    text.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
            x,
            y,
            anchor.name().toLowerCase(Locale.ROOT),
            colour,
            words.replace("&", "&amp;").replace("<", "&lt;")));
    return this;
  }

  /** The whole picture as text. */
  public String end() {
    return text + "</svg>\n";
  }
}
