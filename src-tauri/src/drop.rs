//! What is dropped on the window by other programs.
//!
//! Owns the way from a dropped list of addresses to the page: links as they are, links inside small text files, and
//! other files, which are offered for upload. Refuses what is neither, by name, and what was dragged from here. Links
//! and text that a browser drags arrive in the page itself.
//! Rule kept here: an address arrives byte for byte. The window's own event decodes escapes, which breaks signed
//! addresses, so the list is read where the toolkit receives it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use gtk::prelude::{DragContextExtManual, WidgetExt};
use tauri::{AppHandle, Manager, Url, WebviewWindow};

use crate::choosing::LocalFile;
use crate::links;
use crate::page::{self, Told};
use crate::wish::is_web_address;

/// Endings of files that hold links.
const LISTS: &[&str] = &["txt", "text", "url", "urls", "list", "lst", "desktop", "metalink", "meta4", "csv", "md"];

/// The drag that is over the window.
#[derive(Default)]
pub(crate) struct Dragged(Mutex<Over>);

/// Whose drag it is.
enum Over {
    /// Another program's, with the addresses as it gave them.
    Theirs(Vec<String>),
    /// One that began here, and brings nothing new.
    Ours,
}

impl Default for Over {
    fn default() -> Self {
        Self::Theirs(Vec::new())
    }
}

/// Keeps the addresses of every drag that comes over `window`.
///
/// # Errors
/// When the window has gone already.
pub(crate) fn listen(window: &WebviewWindow) -> tauri::Result<()> {
    let app = window.app_handle().clone();
    window.with_webview(move |view| {
        view.inner().connect_drag_data_received(move |_, drag, _, _, data, _, _| {
            let over = match drag.drag_get_source_widget() {
                Some(_) => Over::Ours,
                None => Over::Theirs(data.uris().iter().map(ToString::to_string).collect()),
            };
            *app.state::<Dragged>().0.lock().unwrap_or_else(PoisonError::into_inner) = over;
        });
    })
}

/// Says what has come over the window, so that the page can say what a drop would do.
pub(crate) fn entered(app: &AppHandle, paths: &[PathBuf]) {
    let state = app.state::<Dragged>();
    let over = state.0.lock().unwrap_or_else(PoisonError::into_inner);
    let Over::Theirs(uris) = &*over else { return };
    let links = uris.iter().filter(|uri| is_web_address(uri)).count();
    let all = if uris.is_empty() { paths.len() } else { uris.len() };
    page::tell(app, Told::Dragged { files: all - links, links });
}

/// Says that nothing is over the window any more.
pub(crate) fn left(app: &AppHandle) {
    page::tell(app, Told::Dragged { files: 0, links: 0 });
}

/// Takes up a drop; `paths` is the window's own reading of it.
pub(crate) fn dropped(app: &AppHandle, paths: &[PathBuf]) {
    let over = std::mem::take(&mut *app.state::<Dragged>().0.lock().unwrap_or_else(PoisonError::into_inner));
    let Over::Theirs(uris) = over else { return };
    let paths = paths.to_vec();
    left(app);
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let Load { links, refused, files } = Load::of(&uris, &paths);
        if !links.is_empty() || !refused.is_empty() || !files.is_empty() {
            page::tell(&app, Told::Dropped { text: links.join("\n"), refused, files });
        }
    });
}

/// What a drop brought.
#[derive(Debug, Default, PartialEq, Eq)]
struct Load {
    links: Vec<String>,
    /// Names of what is neither a link nor a file.
    refused: Vec<String>,
    /// Files that hold no links.
    files: Vec<LocalFile>,
}

impl Load {
    fn of(uris: &[String], paths: &[PathBuf]) -> Self {
        let mut load = Self::default();
        if uris.is_empty() {
            paths.iter().for_each(|path| load.take_file(path));
        }
        for uri in uris {
            if is_web_address(uri) {
                load.links.push(uri.clone());
                continue;
            }
            match Url::parse(uri).ok().and_then(|url| url.to_file_path().ok()) {
                Some(path) => load.take_file(&path),
                None => load.refused.push(uri.clone()),
            }
        }
        load
    }

    fn take_file(&mut self, path: &Path) {
        let links = if is_list(path) { links::of_file(path).unwrap_or_default() } else { Vec::new() };
        if !links.is_empty() {
            self.links.extend(links);
        } else if let Some(file) = LocalFile::at(path) {
            self.files.push(file);
        } else {
            self.refused.push(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned());
        }
    }
}

fn is_list(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| LISTS.iter().any(|list| list.eq_ignore_ascii_case(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "https://a.example/a%20b%2Fc?sig=x%2By%3D&n=1";

    fn uris(uris: &[&str]) -> Load {
        Load::of(&uris.iter().map(ToString::to_string).collect::<Vec<_>>(), &[])
    }

    #[test]
    fn a_dropped_link_keeps_every_escape() {
        let load = uris(&[SIGNED, "HTTP://b.example/%e2%82%ac"]);
        assert_eq!(load.links, [SIGNED, "HTTP://b.example/%e2%82%ac"]);
        assert!(load.refused.is_empty());
    }

    #[test]
    fn the_windows_own_decoded_reading_is_not_used_where_the_source_is_known() {
        let load = Load::of(&[SIGNED.to_owned()], &["https://a.example/a b/c?sig=x+y=&n=1".into()]);
        assert_eq!(load.links, [SIGNED]);
    }

    #[test]
    fn other_addresses_are_refused_by_name() {
        let load = uris(&["ftp://a.example/x", "javascript:alert(1)", "file:///no/such/film.mkv"]);
        assert_eq!(load.refused, ["ftp://a.example/x", "javascript:alert(1)", "film.mkv"]);
    }

    #[test]
    fn links_in_a_dropped_list_arrive_unharmed() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let list = folder.path().join("to get.TXT");
        std::fs::write(&list, format!("# mine\r\n{SIGNED}\r\nsee https://b.example/x, (http://c.example/y).\n"))?;
        let uri = Url::from_file_path(&list).expect("the path is absolute").to_string();
        assert_eq!(uris(&[&uri]).links, [SIGNED, "https://b.example/x", "http://c.example/y"]);
        Ok(())
    }

    #[test]
    fn a_metalink_gives_the_addresses_that_it_means() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let list = folder.path().join("a.meta4");
        std::fs::write(&list, "<metalink><file><url>https://a.example/x?a=1&amp;b=2</url></file></metalink>")?;
        assert_eq!(Load::of(&[], &[list]).links, ["https://a.example/x?a=1&b=2"]);
        Ok(())
    }

    #[test]
    fn a_file_without_links_is_offered_for_upload_and_a_folder_refused() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (film, empty, large) =
            (folder.path().join("film.mkv"), folder.path().join("e.txt"), folder.path().join("l.txt"));
        std::fs::write(&film, SIGNED)?;
        std::fs::write(&empty, "nothing here")?;
        let long = SIGNED.len() as u64 + links::LARGEST_LIST;
        std::fs::write(&large, SIGNED)?;
        std::fs::File::options().append(true).open(&large)?.set_len(long)?;
        let load = Load::of(&[], &[film.clone(), empty.clone(), large.clone(), folder.path().to_owned()]);
        assert_eq!(load.links, [""; 0]);
        let files = [film, empty, large].map(|path| LocalFile::at(&path));
        assert_eq!(load.files.into_iter().map(Some).collect::<Vec<_>>(), files);
        assert_eq!(load.refused.len(), 1, "a folder is neither");
        Ok(())
    }
}
