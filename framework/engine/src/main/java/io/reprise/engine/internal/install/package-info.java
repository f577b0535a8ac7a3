/**
 * Installing methods. {@link io.reprise.engine.internal.install.Index} says what there is,
 * {@link io.reprise.engine.internal.install.Resolution} what a method needs of it, and
 * {@link io.reprise.engine.internal.install.Installation} makes it so in one transaction, whose commit is the renaming of one file.
 */
package io.reprise.engine.internal.install;
