package io.reprise.engine.internal.compose;

import io.reprise.data.Schema;

/**
 * A transform, found and with all its settings.
 *
 * @param part what it is
 * @param columns those that it is given
 */
public record ComposedTransform(ComposedPart part, Schema columns) {}
