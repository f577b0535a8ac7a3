/** Means, spreads and tests over seeds; computed by Apache Commons Statistics. */
package io.reprise.engine.internal.statistics;
