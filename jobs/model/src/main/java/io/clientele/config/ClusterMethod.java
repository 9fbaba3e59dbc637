package io.clientele.config;

/** How clusters are fitted, each by Spark ML. */
public enum ClusterMethod {
  /** Lloyd's k-means, begun by k-means||. */
  KMEANS,
  /** k-means that splits the greatest cluster in two until there are k. */
  BISECTING,
  /** A mixture of Gaussians; a customer belongs to the likeliest one. */
  GAUSSIAN_MIXTURE
}
