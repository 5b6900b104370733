//! What stands behind `haul-desktop` on the command line.
//!
//! Owns the arguments, which are read before the toolkit starts, so that `--version` works without a screen.
//! Refuses to guess: what it does not know is a mistake with a sentence.

use std::ffi::OsString;
use std::path::PathBuf;

use tauri::Url;
use thiserror::Error;

use crate::wish::{self, Deed, Seen, Wish};
use crate::{links, metalink, scheme};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Haul moves files, and finishes. This is its window.

Usage: haul-desktop [OPTION]... [URL]...

  URL            download it; only http and https. A link haul:add?url=… and a
                 metalink file are shown first, and downloaded when you say so
  --add          open the dialog for new downloads
  --pause-all    pause everything
  --resume-all   go on with everything
  --hidden       start in the tray, without a window
  --home DIR     keep everything in DIR (also: HAUL_HOME)
  --version      print the version
  --help         print this

A second start hands its wish to the first and ends. `haul --help` tells of the command line.
";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The text above.
    Help,
    /// The version.
    Version,
    /// The program itself.
    Start(Arguments),
}

/// How the program shall start.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Where everything is kept; absent: as the environment says.
    pub(crate) home: Option<PathBuf>,
    /// What to do.
    pub(crate) wish: Wish,
}

/// Why the arguments make no sense.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum Mistake {
    /// No such option.
    #[error("there is no option \"{0}\".")]
    Unknown(String),
    /// `--home` stands last.
    #[error("--home needs a folder.")]
    NoFolder,
    /// A folder given to an option that takes none, and the like.
    #[error("\"{0}\" is given a value, and takes none.")]
    NoValueWanted(String),
    /// A link of our own that asks for something else.
    #[error("links that begin with haul: can only offer web addresses, such as haul:add?url=https://example.org/file.")]
    NothingKnown,
    /// A file that holds no address.
    #[error("\"{0}\" holds no web address, or cannot be read.")]
    NoLinks(String),
    /// Not http or https.
    #[error("{0}")]
    NotAnAddress(String),
}

/// Reads the arguments, without the program's own name.
///
/// # Errors
/// [`Mistake`] names the argument that cannot be understood.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, Mistake> {
    let mut read = Arguments::default();
    let mut rest = arguments.into_iter();
    let mut options_end = false;
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy().into_owned();
        if options_end || !text.starts_with("--") {
            take(text, &mut read.wish)?;
            continue;
        }
        let (option, value) = text.split_once('=').map_or((text.as_str(), None), |(it, value)| (it, Some(value)));
        if value.is_some() && option != "--home" {
            return Err(Mistake::NoValueWanted(option.to_owned()));
        }
        match option {
            "--" => options_end = true,
            "--help" => return Ok(Asked::Help),
            "--version" => return Ok(Asked::Version),
            "--home" => {
                let folder = value.map(OsString::from).or_else(|| rest.next()).ok_or(Mistake::NoFolder)?;
                read.home = Some(PathBuf::from(folder));
            }
            "--hidden" => read.wish.window = Seen::AsItIs,
            "--add" => read.wish.deeds.push(Deed::AskForDownloads),
            "--pause-all" => read.wish.deeds.push(Deed::PauseAll),
            "--resume-all" => read.wish.deeds.push(Deed::ResumeAll),
            _ => return Err(Mistake::Unknown(text)),
        }
    }
    Ok(Asked::Start(read))
}

/// Takes up an argument that is no option.
fn take(text: String, wish: &mut Wish) -> Result<(), Mistake> {
    if text.starts_with('-') {
        return Err(Mistake::Unknown(text));
    }
    if wish::is_web_address(&text) {
        wish.urls.push(text);
        return Ok(());
    }
    if scheme::is_ours(&text) {
        wish.offered.extend(scheme::offered(&text).ok_or(Mistake::NothingKnown)?);
        return Ok(());
    }
    let path = if text.starts_with("file:") {
        Url::parse(&text).ok().and_then(|url| url.to_file_path().ok())
    } else {
        Some(PathBuf::from(&text))
    };
    let Some(path) = path.filter(|path| metalink::is_named_so(path)) else {
        return Err(Mistake::NotAnAddress(wish::not_an_address(&text)));
    };
    let found = links::of_file(&path).unwrap_or_default();
    if found.is_empty() {
        return Err(Mistake::NoLinks(text));
    }
    wish.offered.extend(found);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str]) -> Result<Asked, Mistake> {
        read(arguments.iter().map(OsString::from))
    }

    fn started(arguments: &[&str]) -> Arguments {
        match asked(arguments) {
            Ok(Asked::Start(read)) => read,
            other => panic!("{arguments:?} gave {other:?}"),
        }
    }

    #[test]
    fn no_argument_shows_the_window() {
        assert_eq!(started(&[]), Arguments::default());
        assert_eq!(Arguments::default().wish.window, Seen::Shown);
    }

    #[test]
    fn addresses_arrive_as_they_were_written() {
        let signed = "https://a.example/b%2Fc?sig=x%2By%3D&n=%20";
        assert_eq!(started(&[signed, "HTTP://b.example"]).wish.urls, [signed, "HTTP://b.example"]);
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        for text in ["file:///etc/passwd", "a.example", "/tmp/x", "javascript:alert(1)"] {
            assert!(matches!(asked(&[text]), Err(Mistake::NotAnAddress(_))), "{text}");
        }
        assert!(matches!(asked(&["--", "--help"]), Err(Mistake::Unknown(_))));
    }

    #[test]
    fn a_link_of_our_own_and_a_metalink_are_only_offered() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("two files.meta4");
        let files = "<metalink><file><url>http://a.example/1</url></file><file><url>http://a.example/2</url></file>";
        std::fs::write(&file, format!("{files}</metalink>"))?;
        let uri = Url::from_file_path(&file).expect("the path is absolute").to_string();
        let wish = started(&["haul:add?url=https%3A%2F%2Fb.example%2F", &uri, &file.to_string_lossy()]).wish;
        let twice = ["http://a.example/1", "http://a.example/2", "http://a.example/1", "http://a.example/2"];
        assert_eq!(wish.offered, [&["https://b.example/"], &twice[..]].concat());
        assert_eq!(wish.urls, [""; 0]);
        assert_eq!(asked(&["haul:quit"]), Err(Mistake::NothingKnown));
        std::fs::write(&file, "nothing")?;
        assert!(matches!(asked(&[&uri]), Err(Mistake::NoLinks(_))));
        Ok(())
    }

    #[test]
    fn a_home_is_taken_in_both_spellings() {
        assert_eq!(started(&["--home", "/a b"]).home, Some("/a b".into()));
        assert_eq!(started(&["--home=/a=b"]).home, Some("/a=b".into()));
        assert_eq!(asked(&["--home"]), Err(Mistake::NoFolder));
    }

    #[test]
    fn the_actions_of_the_desktop_entry_are_understood() {
        let wish = started(&["--hidden", "--add", "--pause-all", "--resume-all"]).wish;
        assert_eq!(wish.deeds, [Deed::AskForDownloads, Deed::PauseAll, Deed::ResumeAll]);
        assert_eq!(wish.window, Seen::AsItIs);
    }

    #[test]
    fn help_and_version_need_nothing_else() {
        assert_eq!(asked(&["--version", "--nonsense"]), Ok(Asked::Version));
        assert_eq!(asked(&["--help"]), Ok(Asked::Help));
    }

    #[test]
    fn an_unknown_option_is_named() {
        assert_eq!(asked(&["--colour"]), Err(Mistake::Unknown("--colour".to_owned())));
        assert_eq!(asked(&["-x"]), Err(Mistake::Unknown("-x".to_owned())));
        assert_eq!(asked(&["--add=x"]), Err(Mistake::NoValueWanted("--add".to_owned())));
    }
}
