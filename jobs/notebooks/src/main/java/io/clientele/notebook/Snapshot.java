package io.clientele.notebook;

import io.clientele.lake.Lake;
import java.time.LocalDate;

/**
 * A run that a notebook reads.
 *
 * @param asOf its as-of date
 * @param runId its id
 * @param lake where it lies
 * @param origin where it comes from, in words
 */
record Snapshot(LocalDate asOf, String runId, Lake lake, String origin) {}
