/** What a run or an evaluator leaves to be read: metrics, tables, figures, texts. */
@Export
@Version("1.0.0")
package io.reprise.report;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
