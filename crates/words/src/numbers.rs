//! Numbers with their units, short enough for a tray.

use fluent::FluentValue;

use crate::Words;

/// Units of the catalogue, `bytes-0` and so on, with the least number that each is for.
const UNITS: [(&str, u64, f64); 4] =
    [("bytes-0", 0, 1.0), ("bytes-1", 1_000, 1e3), ("bytes-2", 999_500, 1e6), ("bytes-3", 999_950_000, 1e9)];

impl Words {
    /// A number of bytes a second.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "a speed of 2^53 bytes a second is rounded")]
    pub fn speed(&self, bytes_per_second: u64) -> String {
        let fit = UNITS.iter().rev().find(|(_, least, _)| bytes_per_second >= *least);
        let (key, _, one) = fit.copied().unwrap_or(UNITS[0]);
        let value = bytes_per_second as f64 / one;
        // Whole numbers below a megabyte, and where nothing stands behind the point.
        let digits = usize::from(one >= 1e6 && (value * 10.0).round() % 10.0 != 0.0);
        let value = FluentValue::from(format!("{value:.digits$}"));
        let size = FluentValue::from(self.say(key, &[("value", value)]));
        self.say("rate", &[("size", size)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_short() {
        let words = Words::english();
        let speeds =
            [0, 999, 1_000, 999_499, 999_950, 4_200_000, 999_949_999, 1_260_000_000].map(|speed| words.speed(speed));
        let wanted = ["0 B/s", "999 B/s", "1 kB/s", "999 kB/s", "1 MB/s", "4.2 MB/s", "999.9 MB/s", "1.3 GB/s"];
        assert_eq!(speeds, wanted);
    }
}
