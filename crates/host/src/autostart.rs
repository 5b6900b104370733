//! Whether Haul starts with the session.
//!
//! Owns the entry in the desktop's autostart folder. Refuses to remember the choice anywhere else: the entry is what is so,
//! and a person may have taken it away with the desktop's own settings.
//! Rule kept here: an entry is whole or not there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use haul_api::{Code, Refusal, Setting};

use crate::home::Home;

/// The setting's key.
pub(crate) const KEY: &str = "start_with_session";

/// The window's program.
const DESKTOP: &str = "haul-desktop";

/// The entry of one home.
pub(crate) struct Autostart {
    file: Option<PathBuf>,
    /// What stands behind the program, as an entry writes it.
    arguments: String,
}

impl Autostart {
    /// The entry that starts the window of this home.
    pub(crate) fn of(home: &Home) -> Self {
        let file = dirs::config_dir().map(|folder| folder.join("autostart/dev.haul.Haul.desktop"));
        Self { file, arguments: arguments(home.named()) }
    }

    /// Whether the session starts it.
    pub(crate) fn is_on(&self) -> bool {
        let entry = self.file.as_ref().and_then(|file| fs::read_to_string(file).ok());
        entry.is_some_and(|entry| says_on(&entry, &self.arguments))
    }

    /// Makes the session start it, or no longer; a value that is neither true nor false is for the settings to refuse.
    pub(crate) fn set(&self, setting: &Setting) -> Result<(), Refusal> {
        let Ok(wanted) = setting.value.trim().parse::<bool>() else { return Ok(()) };
        let Some(file) = &self.file else {
            return Err(Refusal::new(Code::Disk, "There is no folder for what starts with the session: set HOME."));
        };
        let done = if wanted {
            let program = program().ok_or_else(|| {
                let advice = "Install it, or put it beside this program.";
                Refusal::new(Code::NotPossible, format!("{DESKTOP}, Haul's window, is not here. {advice}"))
            })?;
            write(file, &entry(&program, &self.arguments))
        } else if self.is_on() {
            fs::remove_file(file)
        } else {
            Ok(())
        };
        done.map_err(|error| Refusal::new(Code::Disk, format!("{} cannot be changed: {error}.", file.display())))
    }
}

fn arguments(home: Option<&Path>) -> String {
    home.map_or_else(|| "--hidden".to_owned(), |home| format!("--hidden --home {}", quoted(&home.to_string_lossy())))
}

fn says_on(entry: &str, arguments: &str) -> bool {
    let says = |line: &str| entry.lines().any(|it| it.trim() == line);
    let starts_ours = entry.lines().any(|line| {
        let program = line.strip_prefix("Exec=").and_then(|line| line.strip_suffix(arguments));
        program.is_some_and(|program| program.ends_with(' ') && !program.contains("--home"))
    });
    starts_ours && !says("Hidden=true") && !says("X-GNOME-Autostart-enabled=false")
}

fn entry(program: &str, arguments: &str) -> String {
    format!(
        "[Desktop Entry]\nType=Application\nName=Haul\nComment=Goes on with downloads and uploads, in the tray\n\
         Icon=dev.haul.Haul\nExec={program} {arguments}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    )
}

/// The program as an entry names it: by its bare name where the session finds it, else by its path.
fn program() -> Option<String> {
    let own = std::env::current_exe().ok();
    let beside = own.as_deref().and_then(Path::parent).map(|folder| folder.join(DESKTOP));
    let beside = beside.filter(|program| program.is_file());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(DESKTOP)).find(|program| program.is_file());
    match (beside, found) {
        (Some(beside), found) if found.as_ref() != Some(&beside) => Some(quoted(&beside.to_string_lossy())),
        (_, Some(_)) => Some(DESKTOP.to_owned()),
        (_, None) => None,
    }
}

/// An argument as the Desktop Entry Specification quotes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            // Escaped once for the argument, and once more as every value of an entry is.
            '"' | '`' | '$' => quoted.extend(["\\\\", letter.encode_utf8(&mut [0; 4])]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            '\n' => quoted.push_str("\\n"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    let beside = file.with_extension("desktop.new");
    fs::write(&beside, text)?;
    fs::rename(&beside, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(folder: &Path, home: Option<&Path>) -> Autostart {
        Autostart { file: Some(folder.join("autostart/dev.haul.Haul.desktop")), arguments: arguments(home) }
    }

    #[test]
    fn an_entry_is_read_back_as_what_it_means_to_the_session() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let usual = at(folder.path(), None);
        let file = usual.file.clone().expect("it was just named");
        assert!(!usual.is_on());
        let text = entry("haul-desktop", &usual.arguments);
        write(&file, &text)?;
        assert!(usual.is_on());
        for taken_away in ["Hidden=true", "X-GNOME-Autostart-enabled=false"] {
            fs::write(&file, format!("{text}{taken_away}\n"))?;
            assert!(!usual.is_on(), "{taken_away}");
        }
        Ok(())
    }

    #[test]
    fn the_entry_of_another_home_is_not_taken_for_ours() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (usual, other) = (at(folder.path(), None), at(folder.path(), Some(Path::new("/a b/c"))));
        let file = usual.file.clone().expect("it was just named");
        write(&file, &entry("haul-desktop", &other.arguments))?;
        assert_eq!((usual.is_on(), other.is_on()), (false, true));
        write(&file, &entry("haul-desktop", &usual.arguments))?;
        assert_eq!((usual.is_on(), other.is_on()), (true, false));
        Ok(())
    }

    #[test]
    fn a_path_is_one_argument_whatever_is_in_it() {
        assert_eq!(quoted("/a b/c"), r#""/a b/c""#);
        assert_eq!(quoted(r#"/100%/"x"$(id)`id`\"#), r#""/100%%/\\"x\\"\\$(id)\\`id\\`\\\\""#);
    }
}
