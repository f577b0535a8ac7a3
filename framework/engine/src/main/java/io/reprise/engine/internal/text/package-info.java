/** Words for messages. */
package io.reprise.engine.internal.text;
