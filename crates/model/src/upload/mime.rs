//! What the name of a file says about its type.
//!
//! Owns the table. Refuses to look into files.

/// The type of a file whose name says nothing.
pub(super) const UNKNOWN: &str = "application/octet-stream";

/// The MIME type that the name's extension stands for.
#[must_use]
pub fn of_name(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let found = TYPES.iter().find(|(extensions, _)| extensions.split(' ').any(|known| known == extension));
    found.filter(|_| !extension.is_empty()).map_or(UNKNOWN, |(_, mime)| mime)
}

/// Extensions and the type they share.
const TYPES: &[(&str, &str)] = &[
    ("7z", "application/x-7z-compressed"),
    ("aac", "audio/aac"),
    ("apk", "application/vnd.android.package-archive"),
    ("avi", "video/x-msvideo"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("bz2", "application/x-bzip2"),
    ("c h cc cpp hpp", "text/x-c"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("deb", "application/vnd.debian.binary-package"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("epub", "application/epub+zip"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("gz tgz", "application/gzip"),
    ("heic", "image/heic"),
    ("htm html", "text/html"),
    ("ico", "image/vnd.microsoft.icon"),
    ("ics", "text/calendar"),
    ("iso", "application/x-iso9660-image"),
    ("jar", "application/java-archive"),
    ("jpe jpeg jpg", "image/jpeg"),
    ("js mjs", "text/javascript"),
    ("json map", "application/json"),
    ("m4a", "audio/mp4"),
    ("m4v mp4", "video/mp4"),
    ("md markdown", "text/markdown"),
    ("mid midi", "audio/midi"),
    ("mkv", "video/x-matroska"),
    ("mov qt", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mpeg mpg", "video/mpeg"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("oga ogg opus", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("ps", "application/postscript"),
    ("rar", "application/vnd.rar"),
    ("rtf", "application/rtf"),
    ("sh", "application/x-sh"),
    ("svg", "image/svg+xml"),
    ("tar", "application/x-tar"),
    ("tif tiff", "image/tiff"),
    ("toml", "application/toml"),
    ("ttf", "font/ttf"),
    ("conf ini log text txt", "text/plain"),
    ("wasm", "application/wasm"),
    ("wav", "audio/wav"),
    ("weba webm", "video/webm"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xhtml", "application/xhtml+xml"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
    ("xz", "application/x-xz"),
    ("yaml yml", "application/yaml"),
    ("zip", "application/zip"),
    ("zst", "application/zstd"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m160_the_type_follows_from_the_extension_in_any_case() {
        for (name, mime) in [
            ("a.txt", "text/plain"),
            ("A.JPEG", "image/jpeg"),
            ("a.tar.gz", "application/gzip"),
            ("a", UNKNOWN),
            ("a.", UNKNOWN),
            ("a.unheard-of", UNKNOWN),
            ("webm", UNKNOWN),
        ] {
            assert_eq!(of_name(name), mime, "{name}");
        }
    }
}
