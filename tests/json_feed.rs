//! JSON Feed 1.1, as a validator sees it.

use std::collections::BTreeSet;

use serde_json::Value;

/// The rules of JSON Feed 1.1 for what a publisher must and must not write.
pub(crate) fn validate(feed: &Value) -> Result<(), String> {
    let known = [
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "description",
        "user_comment",
        "next_url",
        "icon",
        "favicon",
        "authors",
        "language",
        "expired",
        "hubs",
        "items",
    ];
    let feed = feed.as_object().ok_or("a feed is an object")?;
    only(feed, &known)?;
    if feed.get("version") != Some(&"https://jsonfeed.org/version/1.1".into()) {
        return Err("version".into());
    }
    nonempty(feed.get("title"), "title")?;
    for key in ["feed_url", "next_url"] {
        if let Some(url) = feed.get(key) {
            nonempty(Some(url), key)?;
        }
    }
    if feed.contains_key("next_url") && feed.get("next_url") == feed.get("feed_url") {
        return Err("next_url leads back".into());
    }
    let mut ids = BTreeSet::new();
    for item in feed.get("items").and_then(Value::as_array).ok_or("items")? {
        let item = item.as_object().ok_or("an item is an object")?;
        let known = [
            "id",
            "url",
            "external_url",
            "title",
            "content_html",
            "content_text",
            "summary",
            "image",
            "banner_image",
            "date_published",
            "date_modified",
            "authors",
            "tags",
            "language",
            "attachments",
        ];
        only(item, &known)?;
        let id = nonempty(item.get("id"), "id")?;
        if !ids.insert(id.to_owned()) {
            return Err(format!("{id} twice"));
        }
        if !item.contains_key("content_text") && !item.contains_key("content_html") {
            return Err("neither text nor HTML".into());
        }
        if let Some(url) = item.get("external_url") {
            let url = nonempty(Some(url), "external_url")?;
            if !url.starts_with("http://") && !url.starts_with("https://") {
                return Err(format!("{url} is no web address"));
            }
        }
        if let Some(date) = item.get("date_published") {
            let date = nonempty(Some(date), "date_published")?;
            date.parse::<jiff::Timestamp>().map_err(|e| e.to_string())?;
        }
        for tag in item
            .get("tags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            nonempty(Some(tag), "tags")?;
        }
        for author in item
            .get("authors")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            nonempty(author.get("name"), "authors")?;
        }
    }
    Ok(())
}

/// Keys of the specification, and extensions: an underscore, a letter, and an object.
fn only(object: &serde_json::Map<String, Value>, known: &[&str]) -> Result<(), String> {
    for (key, value) in object {
        let extension = key
            .strip_prefix('_')
            .is_some_and(|k| k.starts_with(|c: char| c.is_ascii_alphabetic()) && !k.contains('.'));
        let expected = known.contains(&key.as_str()) || (extension && value.is_object());
        if !expected {
            return Err(format!("unknown key {key}"));
        }
    }
    Ok(())
}

fn nonempty<'a>(value: Option<&'a Value>, key: &str) -> Result<&'a str, String> {
    value
        .and_then(Value::as_str)
        .filter(|s| !s.is_empty())
        .ok_or_else(|| format!("{key} is missing, empty or not text"))
}

#[test]
fn the_validation_finds_what_is_wrong() {
    let good = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [
        {"id": "1", "content_text": "x", "date_published": "2025-03-01T00:00:00Z", "_stance": {"about": "x"}}]});
    assert_eq!(validate(&good), Ok(()));
    let broken: [fn(&mut Value); 9] = [
        |f| f["version"] = "https://jsonfeed.org/version/1".into(),
        |f| f["title"] = "".into(),
        |f| f["items"][0]["id"] = 1.into(),
        |f| f["items"][0]["date_published"] = "2025-03-01".into(),
        |f| f["items"][0]["_stance"] = 1.into(),
        |f| f["items"][0]["extra"] = 1.into(),
        |f| f["items"][0]["external_url"] = "javascript:alert(1)".into(),
        |f| f["items"] = Value::Null,
        |f| {
            f["items"]
                .as_array_mut()
                .unwrap()
                .push(serde_json::json!({"id": "1", "content_text": "y"}));
        },
    ];
    for (i, break_it) in broken.into_iter().enumerate() {
        let mut feed = good.clone();
        break_it(&mut feed);
        assert!(validate(&feed).is_err(), "{i}");
    }
}
