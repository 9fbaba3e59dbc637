package io.clientele.lake;

import java.util.ArrayList;
import java.util.List;

/** Delta's log speaks Scala iterators; these few lines work for 2.12 and 2.13 alike. */
final class ScalaIterators {
  private ScalaIterators() {}

  static <T> List<T> list(scala.collection.Iterator<T> iterator) {
    List<T> items = new ArrayList<>();
    while (iterator.hasNext()) {
      items.add(iterator.next());
    }
    return items;
  }
}
