package io.reprise.cli.command;

import io.reprise.engine.Catalog;
import io.reprise.engine.Comparisons;
import io.reprise.engine.DataSets;
import io.reprise.engine.Doctor;
import io.reprise.engine.Exports;
import io.reprise.engine.Installer;
import io.reprise.engine.Pipelines;
import io.reprise.engine.Reproducer;
import io.reprise.engine.RunReports;
import io.reprise.engine.Runner;
import io.reprise.engine.Runs;
import io.reprise.engine.Sweeps;

/**
 * The engine's services.
 *
 * @param catalog what there is
 * @param installer changes what is installed
 * @param pipelines reads and composes pipelines
 * @param runner runs them
 * @param runs what was run
 * @param reports writes pages about them
 * @param exports writes them for other tools
 * @param reproducer runs claims
 * @param sweeps runs sweeps
 * @param comparisons compares runs
 * @param dataSets finds and fetches data
 * @param doctor looks at the machine
 */
public record Engine(
        Catalog catalog,
        Installer installer,
        Pipelines pipelines,
        Runner runner,
        Runs runs,
        RunReports reports,
        Exports exports,
        Reproducer reproducer,
        Sweeps sweeps,
        Comparisons comparisons,
        DataSets dataSets,
        Doctor doctor) {}
