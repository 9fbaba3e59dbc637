package io.clientele.analysis;

import io.clientele.rule.Expr;
import io.clientele.scheme.Policy;
import io.clientele.scheme.Population;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.solver.Answer;
import io.clientele.solver.Formula;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks for policies that cannot both be meant, before any data are read. */
public final class PolicyCheck {
  private static final int STRONG = Policy.OFFERS.size() - 1;

  private PolicyCheck() {}

  /** Who is better by rank gets no smaller discount and waits no longer for an answer. */
  static void ranks(Scheme scheme, Findings findings) {
    List<SegmentRule> segments = scheme.file().allSegments();
    for (SegmentRule better : segments) {
      for (SegmentRule worse : segments) {
        Integer high = better.rank();
        Integer low = worse.rank();
        if (high != null && low != null && high > low) {
          discount(better, worse, findings);
          response(better, worse, findings);
        }
      }
    }
  }

  /** Where some segments with a rank are treated and others are forgotten. */
  static void complete(Scheme scheme, Findings findings) {
    List<SegmentRule> ranked =
        scheme.file().allSegments().stream().filter(segment -> segment.rank() != null).toList();
    List<String> forgotten =
        ranked.stream().filter(segment -> !segment.isTreated()).map(SegmentRule::name).toList();
    if (!forgotten.isEmpty() && forgotten.size() < ranked.size()) {
      findings.add(
          Finding.Kind.POLICY,
          Severity.NOTE,
          forgotten,
          String.join(", ", forgotten)
              + (forgotten.size() == 1 ? " has" : " have")
              + " neither a policy nor a playbook, and other segments do");
    }
  }

  private static void discount(SegmentRule better, SegmentRule worse, Findings findings) {
    Optional<BigDecimal> own = better.policy().share(Policy.DISCOUNT_SHARE);
    Optional<BigDecimal> other = worse.policy().share(Policy.DISCOUNT_SHARE);
    if (own.isPresent() && other.isPresent() && own.get().compareTo(other.get()) < 0) {
      tell(better, worse, Policy.DISCOUNT_SHARE, own.get(), other.get(), findings);
    }
  }

  private static void response(SegmentRule better, SegmentRule worse, Findings findings) {
    Optional<Integer> own = better.policy().number(Policy.RESPONSE_TIME_HOURS);
    Optional<Integer> other = worse.policy().number(Policy.RESPONSE_TIME_HOURS);
    if (own.isPresent() && other.isPresent() && own.get() > other.get()) {
      tell(better, worse, Policy.RESPONSE_TIME_HOURS, own.get(), other.get(), findings);
    }
  }

  private static void tell(
      SegmentRule better,
      SegmentRule worse,
      String term,
      Object own,
      Object other,
      Findings findings) {
    findings.add(
        Finding.Kind.POLICY,
        Severity.WARNING,
        List.of(better.name(), worse.name()),
        better.name()
            + " has the better rank ("
            + better.rank()
            + " against "
            + worse.rank()
            + ") and the worse policy: "
            + term
            + " "
            + own
            + " against "
            + other
            + " of "
            + worse.name());
  }

  /**
   * Pairs of schemes by which one customer is both kept with a strong offer and parted with.
   *
   * @param schemes of a configuration
   * @param precedence names of schemes, the one that decides first; a pair that stands in it is
   *     settled
   * @return a finding a pair of segments, with a possible customer
   */
  public static List<Finding> between(List<Scheme> schemes, List<String> precedence) {
    List<Finding> findings = new ArrayList<>();
    for (Scheme keeping : schemes) {
      for (Scheme parting : schemes) {
        boolean settled =
            precedence.contains(keeping.name()) && precedence.contains(parting.name());
        if (keeping != parting && !settled && !ofLeads(keeping) && !ofLeads(parting)) {
          findings.addAll(contradictions(keeping, parting));
        }
      }
    }
    return findings;
  }

  private static boolean ofLeads(Scheme scheme) {
    return scheme.file().population() == Population.LEADS;
  }

  private static List<Finding> contradictions(Scheme keeping, Scheme parting) {
    boolean strong = any(keeping, segment -> segment.policy().offer() == STRONG);
    boolean exits = any(parting, segment -> segment.policy().exitAfterDays().isPresent());
    if (!strong || !exits) {
      return List.of();
    }
    // Who names the other knows both; everything else is known to both.
    boolean partingKnows = parting.needs().schemes().contains(keeping.name());
    Symbols symbols = new Symbols((partingKnows ? parting : keeping).vocabulary());
    SchemeConditions kept = new SchemeConditions(keeping, symbols, SchemeAnalysis.WORK);
    SchemeConditions parted = new SchemeConditions(parting, symbols, SchemeAnalysis.WORK);
    Satisfiability question = new Satisfiability(List.of(kept, parted), SchemeAnalysis.WORK);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < kept.rules().size(); i++) {
      SegmentRule one = kept.rules().get(i).segment();
      for (int j = 0; j < parted.rules().size(); j++) {
        SegmentRule other = parted.rules().get(j).segment();
        if (one.policy().offer() == STRONG && other.policy().exitAfterDays().isPresent()) {
          Answer answer =
              question.example(
                  Formula.all(
                      List.of(
                          kept.region(i),
                          parted.region(j),
                          saysOf(parted, keeping.name(), one.name()),
                          saysOf(kept, parting.name(), other.name()))));
          if (!answer.isNo()) {
            Map<String, String> witness = kept.witness(answer, List.of(kept.rules().get(i)));
            witness.putAll(parted.witness(answer, List.of(parted.rules().get(j))));
            findings.add(finding(keeping, one, parting, other, witness));
          }
        }
      }
    }
    return findings;
  }

  /**
   * What the rules of a scheme are told by the name of another: the segment that is asked about.
   */
  private static Formula saysOf(SchemeConditions rules, String scheme, String segment) {
    return rules.scheme().needs().schemes().contains(scheme)
        ? rules.yes(
            new Expr.Compare(Expr.Comparison.EQUAL, new Expr.Name(scheme), new Expr.Text(segment)))
        : Formula.TRUE;
  }

  private static Finding finding(
      Scheme keeping,
      SegmentRule kept,
      Scheme parting,
      SegmentRule parted,
      Map<String, String> witness) {
    return new Finding(
        Finding.Kind.POLICY,
        Severity.WARNING,
        keeping.name(),
        List.of(kept.name(), parted.name()),
        "the same customer may get a strong offer ("
            + keeping.name()
            + "."
            + kept.name()
            + ") and be parted with ("
            + parting.name()
            + "."
            + parted.name()
            + "): say which scheme decides, as in precedence: ["
            + parting.name()
            + ", "
            + keeping.name()
            + "], or change a policy",
        witness);
  }

  private static boolean any(Scheme scheme, Predicate<SegmentRule> condition) {
    return scheme.file().allSegments().stream().anyMatch(condition);
  }
}
