//! What a running command costs the computer.
//!
//! Owns nothing; the kernel counts. Rule kept here: numbers of the process alone, without its children.

use anyhow::Context as _;

use crate::running::Running;

impl Running {
    /// Gives the most memory it has held at once so far, in bytes.
    pub fn peak_memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().context("an unreadable VmHWM")?;
        Ok(kibibytes * 1024)
    }

    /// Gives the processor time it has used so far, in clock ticks: hundredths of a second.
    pub fn processor_ticks(&self) -> anyhow::Result<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid()))?;
        // The name before it is in parentheses and may hold anything; the times are words 12 and 13 behind it.
        let (_, words) = stat.rsplit_once(") ").context("no name")?;
        let mut times = words.split(' ').skip(11).map(str::parse::<u64>);
        let mut next = || times.next().context("no times")?.context("an unreadable time");
        Ok(next()? + next()?)
    }
}
