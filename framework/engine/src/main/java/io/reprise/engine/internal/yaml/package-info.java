/** YAML whose every value knows its line and column. */
package io.reprise.engine.internal.yaml;
