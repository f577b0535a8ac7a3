/** WordNet 3.1 (Princeton University) as two datasets: the glosses as a text, and the graph of relations. */
@Method(
        name = "wordnet",
        title = "WordNet: a lexical database for English",
        source = "Communications of the ACM 38(11), 39-41 (Miller 1995); version 3.1",
        family = "language",
        summary = "117,791 glosses in English as a text to learn, and the graph of their relations; data, no model")
package io.reprise.language.wordnet;

import io.reprise.api.Method;
