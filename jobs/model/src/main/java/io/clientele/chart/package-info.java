/** Pictures as SVG text, which any browser shows. */
@org.jspecify.annotations.NullMarked
package io.clientele.chart;
