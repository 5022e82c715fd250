/**
 * Files and folders as commands leave and find them: output that is complete or absent, locks, CSV, JSON, and the names
 * of all files in one place.
 */
package org.neurotron.cli.file;
