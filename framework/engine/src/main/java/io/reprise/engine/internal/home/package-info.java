/** The home folder and writing to it. */
package io.reprise.engine.internal.home;
