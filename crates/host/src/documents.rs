//! Files in folders that the desktop's portal has handed out.
//!
//! Owns the way from such a folder to where the file is for everybody else (`org.freedesktop.portal.Documents`, M095).
//! Refuses to open anything. Rules kept here: nobody is asked about a file that lies anywhere else; where nobody answers, a
//! file is where we have put it.

use std::collections::HashMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use haul_model::status::TaskStatus;
use haul_store::Record;
use url::Url;
use zbus::{Connection, Proxy};

/// Longest wait for an answer over the bus.
const PATIENCE: Duration = Duration::from_secs(2);

/// The portal, its path and its interface.
const NAME: &str = "org.freedesktop.portal.Documents";
const PATH: &str = "/org/freedesktop/portal/documents";

/// The address of a finished file; `None` while there is none.
pub(crate) async fn uri_of(record: &Record) -> Option<String> {
    if record.state.status != TaskStatus::Complete || record.task.work.as_download().is_none() {
        return None;
    }
    let path = record.folder.join(record.name.as_str());
    let handed_out = dirs::runtime_dir().and_then(|runtime| handed_out(&path, &runtime.join("doc")));
    let real = match handed_out {
        Some(document) => real(document).await,
        None => None,
    };
    Url::from_file_path(real.unwrap_or(path)).ok().map(Into::into)
}

/// A file below a folder that was handed out.
#[derive(Debug, PartialEq, Eq)]
struct Document {
    /// Number of the folder.
    id: String,
    /// The way from the folder to the file.
    below: PathBuf,
}

/// The folder that was handed out and holds `path`: `ID/NAME` below where the portal shows them, or an application's own view.
fn handed_out(path: &Path, shown: &Path) -> Option<Document> {
    let mut parts = path.strip_prefix(shown).ok()?.components();
    let mut next = || match parts.next()? {
        Component::Normal(part) => part.to_str().map(str::to_owned),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    };
    let first = next()?;
    let id = if first == "by-app" { next().and_then(|_| next())? } else { first };
    next()?;
    Some(Document { id, below: parts.as_path().to_owned() })
}

/// Where the file is outside of the portal's view.
async fn real(document: Document) -> Option<PathBuf> {
    let asked = async {
        let bus = Connection::session().await?;
        let portal = Proxy::new(&bus, NAME, PATH, NAME).await?;
        let ids = [document.id.as_str()];
        portal.call::<_, _, HashMap<String, Vec<u8>>>("GetHostPaths", &(&ids[..],)).await
    };
    let mut paths = match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(paths)) => paths,
        Ok(Err(error)) => {
            tracing::info!(%error, "the portal does not say where a folder is");
            return None;
        }
        Err(_) => return None,
    };
    let mut folder = paths.remove(&document.id)?;
    // Paths end with a zero on the bus.
    folder.truncate(folder.iter().position(|byte| *byte == 0).unwrap_or(folder.len()));
    let folder = PathBuf::from(OsString::from_vec(folder));
    folder.is_absolute().then(|| folder.join(&document.below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m095_only_what_lies_in_a_folder_that_was_handed_out_is_asked_about() {
        let shown = Path::new("/run/user/1/doc");
        let found = |path: &str| handed_out(Path::new(path), shown).map(|it| (it.id, it.below));
        let whole = Some(("ab12".to_owned(), PathBuf::from("new/a.bin")));
        assert_eq!(found("/run/user/1/doc/ab12/Films/new/a.bin"), whole);
        assert_eq!(found("/run/user/1/doc/by-app/org.example.App/ab12/Films/new/a.bin"), whole);
        assert_eq!(found("/run/user/1/doc/ab12/a.bin"), Some(("ab12".to_owned(), PathBuf::new())));
        for elsewhere in ["/run/user/1/doc/ab12", "/run/user/1/documents/ab12/Films/a", "/home/u/a", "/run/user/1/doc"]
        {
            assert_eq!(found(elsewhere), None, "{elsewhere}");
        }
    }
}
