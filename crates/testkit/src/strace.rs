//! Failing the system calls of a daemon.
//!
//! Owns the words that put strace before a command. Rule kept here: the command stays the child of the test, so that
//! what it is sent arrives; and its threads are all followed, though `when=` counts in each of them alone.

use std::path::Path;

/// Gives what to put before a command so that each of `injections`, such as `fdatasync:error=EIO:when=1`, happens in
/// it to calls about the file `path`; see `-e inject` of strace.
pub fn injecting(injections: &[&str], path: &Path) -> Vec<String> {
    let calls: Vec<&str> = injections.iter().filter_map(|injection| injection.split(':').next()).collect();
    let traced = format!("trace={}", calls.join(","));
    let mut words: Vec<String> =
        ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", &traced].map(str::to_owned).into();
    words.extend(["-P".to_owned(), path.to_string_lossy().into_owned()]);
    for injection in injections {
        words.extend(["-e".to_owned(), format!("inject={injection}")]);
    }
    words
}
