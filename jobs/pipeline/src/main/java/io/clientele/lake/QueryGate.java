package io.clientele.lake;

import io.clientele.failure.ConfigurationException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableOrView;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.DescribeRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ShowTables;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of plan nodes, relations and functions that a query may consist of; everything else is
 * refused, so that what a later release of Spark adds is refused too.
 *
 * <p>A query passes twice. As parsed, because analysis already reads files, loads functions and
 * runs some commands; as analysed, because only then it is known what its names stand for.
 */
final class QueryGate {
  /** Plan nodes of queries, parsed or analysed. All of them lie in {@link #CATALYST}. */
  private static final Set<String> PLANS =
      Set.of(
          // What only a parsed query has.
          "UnresolvedHaving",
          "UnresolvedHint",
          "UnresolvedInlineTable",
          "UnresolvedQualify",
          "UnresolvedRelation",
          "UnresolvedSubqueryColumnAliases",
          "UnresolvedTVFAliases",
          "UnresolvedTableValuedFunction",
          "UnresolvedWith",
          "LimitAll",
          "PipeOperator",
          "Pivot",
          "ResolvedInlineTable",
          "Unpivot",
          "WithWindowDefinition",
          // What takes rows and gives rows.
          "Aggregate",
          "CTERelationDef",
          "CTERelationRef",
          "Distinct",
          "Except",
          "Expand",
          "Filter",
          "Generate",
          "GlobalLimit",
          "Intersect",
          "Join",
          "LateralJoin",
          "LocalLimit",
          "NearestByJoin",
          "Offset",
          "Project",
          "RebalancePartitions",
          "Repartition",
          "RepartitionByExpression",
          "ResolvedHint",
          "Sample",
          "Sort",
          "SubqueryAlias",
          "Union",
          "UnionLoop",
          "UnionLoopRef",
          "Window",
          "WithCTE",
          // Rows that stand in the query itself.
          "LocalRelation",
          "OneRowRelation",
          "Range");

  private static final String CATALYST = "org.apache.spark.sql.catalyst.";

  /** What a file named by its path is, once it is found. */
  private static final Set<String> FILE_RELATIONS =
      Set.of("LogicalRelation", "DataSourceV2Relation");

  private static final Set<String> FILE_FORMATS =
      Set.of("csv", "delta", "json", "orc", "parquet", "text");

  private static final String OUTSIDE_THE_LAKE =
      "Only the tables and views of the lake can be read; `SHOW TABLES` lists them. ";

  /** How statements are called whose node does not tell a reader. */
  private static final Map<String, String> NOT_QUERIES =
      Map.of(
          "ScriptTransformation", "TRANSFORM, which runs a program,",
          "UnresolvedExecuteImmediate", "EXECUTE IMMEDIATE",
          "ExecuteImmediateQuery", "EXECUTE IMMEDIATE",
          "CompoundBody", "a script (BEGIN … END)",
          "RelationTimeTravel", "time travel (VERSION or TIMESTAMP AS OF; filter by as_of instead)",
          "InsertIntoStatement", "INSERT",
          "InsertIntoDir", "INSERT OVERWRITE DIRECTORY");

  private final Queries.Reach reach;

  QueryGate(Queries.Reach reach) {
    this.reach = reach;
  }

  /** Whether this is one of the two commands that tell what there is to be queried. */
  boolean isListing(LogicalPlan parsed) {
    if (parsed instanceof ShowTables show) {
      // Of the session's own database; SHOW TABLES IN would ask a catalog.
      LogicalPlan namespace = show.namespace();
      return simpleName(namespace).equals("CurrentNamespace$")
          || (namespace instanceof UnresolvedNamespace named
              && named.multipartIdentifier().isEmpty());
    }
    return parsed instanceof DescribeRelation describe
        && describe.relation() instanceof UnresolvedTableOrView named
        && named.multipartIdentifier().size() == 1;
  }

  /**
   * Refuses what is no query.
   *
   * @throws ConfigurationException with the first thing that a query does not have
   */
  void checkParsed(LogicalPlan parsed) {
    walk(parsed, Stage.PARSED);
  }

  /**
   * Refuses what turns out to be no query, or to read something else than the lake.
   *
   * @throws ConfigurationException with the first thing that a query does not have
   */
  void checkAnalysed(LogicalPlan analysed) {
    walk(analysed, Stage.ANALYSED);
  }

  private enum Stage {
    PARSED,
    ANALYSED
  }

  /**
   * Visits everything a plan is made of: its arguments, not only its children, because subqueries,
   * common table expressions and named windows are no children. Without recursion, because a query
   * can nest deeper than the stack.
   */
  private void walk(LogicalPlan root, Stage stage) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> left = new ArrayDeque<>(List.of(root));
    while (!left.isEmpty()) {
      Object item = left.pop();
      if (!seen.add(item)) {
        continue;
      }
      if (item instanceof LogicalPlan plan) {
        if (stage == Stage.ANALYSED && isView(plan)) {
          continue;
        }
        check(plan);
      } else if (item instanceof Expression expression) {
        check(expression);
      }
      if (item instanceof TreeNode<?> node) {
        push(node.children().iterator(), left);
        push(node.innerChildren().iterator(), left);
      }
      if (item instanceof scala.collection.Iterable<?> many) {
        push(many.iterator(), left);
      } else if (item instanceof TreeNode
          || item instanceof scala.Option
          || item instanceof scala.Tuple2
          || item instanceof scala.Tuple3) {
        push(((scala.Product) item).productIterator(), left);
      }
    }
  }

  private static void push(scala.collection.Iterator<?> items, Deque<Object> left) {
    while (items.hasNext()) {
      @Nullable Object item = items.next();
      if (item != null) {
        left.push(item);
      }
    }
  }

  /**
   * The views of the lake are the session's; the program made them, so they are not looked into.
   */
  private static boolean isView(LogicalPlan plan) {
    return plan instanceof View view && view.isTempView();
  }

  private void check(LogicalPlan plan) {
    String name = simpleName(plan);
    if (reach == Queries.Reach.FILES && FILE_RELATIONS.contains(name)) {
      return;
    }
    boolean known = PLANS.contains(name) && plan.getClass().getName().startsWith(CATALYST);
    if (!known) {
      throw refusal(plan, name);
    }
    if (plan instanceof UnresolvedRelation relation) {
      checkName(parts(relation.multipartIdentifier()));
    }
    if (plan instanceof UnresolvedTableValuedFunction function) {
      checkFunction(parts(function.name()));
    }
  }

  private void checkName(List<String> parts) {
    if (parts.size() == 1) {
      return;
    }
    String name = String.join(".", parts);
    boolean file =
        parts.size() == 2 && FILE_FORMATS.contains(parts.get(0).toLowerCase(Locale.ROOT));
    if (!file) {
      throw new ConfigurationException(OUTSIDE_THE_LAKE + "'" + name + "' is none of them.");
    }
    if (reach != Queries.Reach.FILES) {
      throw new ConfigurationException(
          OUTSIDE_THE_LAKE
              + String.format(
                  "%s.`%s` is a file: add --files to read files as well.", parts.toArray()));
    }
  }

  private static void check(Expression expression) {
    if (expression instanceof UnresolvedFunction function) {
      checkFunction(parts(function.nameParts()));
    } else if (expression instanceof UnresolvedGenerator generator) {
      checkFunction(List.of(generator.name().funcName()));
    }
    String name = simpleName(expression);
    if (name.equals("ExpressionWithUnresolvedIdentifier")) {
      throw identifier();
    }
    if (name.equals("NamedParameter") || name.equals("PosParameter")) {
      throw new ConfigurationException(
          "The query has a parameter marker (? or :name), but there are no parameters here: write"
              + " the value itself.");
    }
    boolean foreign =
        !expression.getClass().getName().startsWith(CATALYST)
            || expression instanceof UserDefinedExpression
            || expression instanceof CallMethodViaReflection;
    if (foreign) {
      throw new ConfigurationException(
          "Queries cannot call " + expression.prettyName() + "(): it runs code.");
    }
  }

  private static void checkFunction(List<String> parts) {
    String name = parts.get(parts.size() - 1);
    List<String> home =
        parts.subList(0, parts.size() - 1).stream()
            .map(part -> part.toLowerCase(Locale.ROOT))
            .collect(Collectors.toList());
    boolean builtIn =
        home.isEmpty()
            || home.equals(List.of("builtin"))
            || home.equals(List.of("system", "builtin"));
    String problem =
        builtIn
            ? QueryFunctions.problem(name)
            : "it does not come with Spark, and a catalog's functions run code";
    if (problem != null) {
      throw new ConfigurationException(
          "Queries cannot call " + String.join(".", parts) + "(): " + problem + ".");
    }
  }

  private static ConfigurationException refusal(LogicalPlan plan, String name) {
    boolean relation = plan.children().isEmpty() && plan.resolved() && !(plan instanceof Command);
    if (relation) {
      return new ConfigurationException(OUTSIDE_THE_LAKE + "The query reads something else.");
    }
    if (name.equals("PlanWithUnresolvedIdentifier")) {
      return identifier();
    }
    return new ConfigurationException(
        "Only queries are answered here, and "
            + NOT_QUERIES.getOrDefault(name, words(name))
            + " is none. Nothing was executed.");
  }

  private static ConfigurationException identifier() {
    return new ConfigurationException(
        "Queries cannot compute a name by IDENTIFIER(): write the name itself.");
  }

  /** {@code VacuumTableCommand} as VACUUM TABLE. */
  private static String words(String name) {
    return name.replaceFirst("(Command|Statement)\\$?$", "")
        .replaceFirst("^Unresolved", "")
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
        .toUpperCase(Locale.ROOT);
  }

  private static String simpleName(Object node) {
    String name = node.getClass().getName();
    return name.substring(
        Math.max(name.lastIndexOf('.'), name.lastIndexOf('$', name.length() - 2)) + 1);
  }

  private static List<String> parts(scala.collection.Seq<String> parts) {
    List<String> list = new ArrayList<>();
    scala.collection.Iterator<String> iterator = parts.iterator();
    while (iterator.hasNext()) {
      list.add(iterator.next());
    }
    return list;
  }
}
