/** Results, progress and problems as text for people, or as JSON for programs. */
package io.reprise.cli.text;
