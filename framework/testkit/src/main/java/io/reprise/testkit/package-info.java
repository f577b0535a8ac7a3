/**
 * Contract tests for people who write methods: each plug-in of a bundle gets a class of a few lines that extends
 * {@link io.reprise.testkit.DatasetContract}, {@link io.reprise.testkit.ModelContract},
 * {@link io.reprise.testkit.TrainerContract} or {@link io.reprise.testkit.EvaluatorContract}, and the bundle one that extends
 * {@link io.reprise.testkit.BundleContract}. Own tests take a {@link io.reprise.testkit.TestRun}, own operations a
 * {@link io.reprise.testkit.GradientCheck}.
 */
package io.reprise.testkit;
