package io.clientele.generate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What sellers noted of customers. */
final class Marks implements ShopTable {
  private static final List<String> INTERESTS = List.of("cooking", "gardening", "children");
  private static final List<String> STAGES = List.of("looking", "comparing", "deciding");

  @Override
  public String name() {
    return "tags";
  }

  @Override
  public StructType schema() {
    return new StructType()
        .add("customer_id", DataTypes.StringType)
        .add("tag", DataTypes.StringType)
        .add("set_on", DataTypes.DateType)
        .add("set_by", DataTypes.StringType);
  }

  @Override
  public long numbers(Recipe recipe) {
    return new People().numbers(recipe);
  }

  @Override
  public List<Object[]> rows(Recipe recipe, long number) {
    SplittableRandom random = Traits.random(recipe, number, 6);
    List<String> tags = new ArrayList<>();
    double special = random.nextDouble();
    if (special < 0.01) {
      tags.add("lead_user");
    } else if (special < 0.015) {
      tags.add("abusive");
    } else if (special < 0.03) {
      tags.add("vip");
    }
    if (random.nextDouble() < 0.2) {
      tags.add("interest:" + INTERESTS.get(random.nextInt(INTERESTS.size())));
    }
    if (random.nextDouble() < 0.1) {
      tags.add("stage:" + STAGES.get(random.nextInt(STAGES.size())));
    }
    LocalDate on = recipe.to().minusDays(30L + random.nextInt(300));
    List<Object[]> rows = new ArrayList<>();
    tags.forEach(tag -> rows.add(new Object[] {CustomerHistory.id(number), tag, on, "team north"}));
    return rows;
  }
}
