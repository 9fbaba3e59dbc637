package io.clientele.config;

/** What stands in a section of a YAML file. */
public sealed interface KeyOrSection permits Key, Keys {}
