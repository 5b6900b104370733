//! The names of the shell's own commands.
//!
//! Owns what the page may ask beyond the table of calls. It stands alone because the build reads it too.

/// In the order of `commands.rs`.
pub(crate) const COMMANDS: &[&str] = &[
    "ticks",
    "drawn",
    "open_file",
    "show_in_folder",
    "carry_files",
    "choose_files",
    "choose_folder",
    "export_settings",
    "import_settings",
    "minimize",
    "quit",
];
