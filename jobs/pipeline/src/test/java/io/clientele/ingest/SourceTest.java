package io.clientele.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.SourceConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.support.Shop;
import io.clientele.support.Sparks;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the text of files becomes rows. */
class SourceTest {
  @TempDir Path directory;

  @Test
  void quotes_are_doubled_as_everywhere_and_a_backslash_is_a_backslash() {
    Shop shop =
        shop("id STRING, name STRING, more STRING", "{header: true}")
            .lines(
                "a.csv",
                "id,name,more",
                "1,\"a \"\"quoted\"\" word\",x",
                "2,\"C:\\temp\\\",y",
                "3,back\\slash,\"\"",
                "4,\"a \\\"backslash\\\" word\",z");

    List<Row> rows = rows(shop, "id", "name", "more", "__clientele_corrupt IS NOT NULL");

    assertThat(rows.get(0).toSeq().mkString("|")).isEqualTo("1|a \"quoted\" word|x|false");
    assertThat(rows.get(1).toSeq().mkString("|")).isEqualTo("2|C:\\temp\\|y|false");
    assertThat(rows.get(2).toSeq().mkString("|")).startsWith("3|back\\slash|").endsWith("|false");
    assertThat(
            rows(
                    shop.set("sources.transactions.options={header: true, escape: \"\\\\\"}"),
                    "id",
                    "name")
                .get(3)
                .toSeq()
                .mkString("|"))
        .isEqualTo("4|a \"backslash\" word");
  }

  @Test
  void dates_are_read_by_the_pattern_of_the_options_and_strictly() {
    Shop shop =
        shop(
                "id STRING, day DATE, at TIMESTAMP, seen TIMESTAMP_NTZ",
                "{header: true, dateformat: dd.MM.yyyy, timestampFormat: 'MM/dd/yyyy HH:mm',"
                    + " timestampNTZFormat: 'yyyyMMdd HHmm'}")
            .lines(
                "a.csv",
                "id,day,at,seen",
                "1,31.12.2024,12/31/2024 18:30,20241231 1830",
                "2,31.02.2024,2024-12-31 18:30,2024-12-31",
                "3,2024-12-31,,");

    List<Row> rows = rows(shop, "id", "day", "at", "seen", "__clientele_raw_day");

    assertThat(rows.get(0).toSeq().mkString("|"))
        .isEqualTo("1|2024-12-31|2024-12-31 18:30:00.0|2024-12-31T18:30|31.12.2024");
    assertThat(rows.get(1).toSeq().mkString("|")).isEqualTo("2|null|null|null|31.02.2024");
    assertThat(rows.get(2).toSeq().mkString("|")).isEqualTo("3|null|null|null|2024-12-31");
  }

  @Test
  void a_header_of_another_separator_or_encoding_names_the_option() throws Exception {
    Shop shop = shop("`Größe` STRING, b STRING", "{header: true}");
    Path file = shop.lines("a.csv", "Größe;b", "x;y").directory().resolve("lines/a.csv");
    assertThatThrownBy(() -> rows(shop, "b"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("set options: {sep: \";\"}");

    Files.writeString(file, "Größe,b\nx,y\n", Charset.forName("windows-1252"));
    assertThatThrownBy(() -> rows(shop, "b"))
        .hasMessageContaining("not UTF-8: set options: {encoding: windows-1252}");

    Files.writeString(file, "Größe,b\nx,y\n", StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> rows(shop, "b")).hasMessageContaining("{encoding: UTF-16}");

    Files.writeString(file, "\uFEFFGröße,b\nx,y\n");
    assertThat(rows(shop, "`Größe`").get(0).getString(0)).isEqualTo("x");
  }

  private Shop shop(String schema, String options) {
    return new Shop(directory)
        .set(
            "sources.transactions.schema='" + schema + "'",
            "sources.transactions.options=" + options);
  }

  private static List<Row> rows(Shop shop, String... columns) {
    SourceConfig source = shop.config().transactions().parts().get(0).source();
    return new Source(Sparks.session(), source)
        .open()
        .rows()
        .selectExpr(columns)
        .orderBy(columns[0])
        .collectAsList();
  }
}
