package org.manyhands.cli.spec;

/** A job that was checked as a whole, and where its parts were written. */
public record ParsedJob(JobSpec spec, Places places) {}
