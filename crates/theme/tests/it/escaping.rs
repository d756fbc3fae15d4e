//! What a value can and cannot do in a page.

use innkeeper_theme::contexts::{MailFrame, TestMail, samples::Sample};

use crate::workshop::{draw, kid};

const SENTENCE: &[(&str, &str)] = &[("en", "hello = Hello { $who } & all at { $at }")];

#[test]
fn arguments_of_texts_are_escaped_once() {
    let source = "{{ t('hello', who='<b>&', at=1) }}";
    assert_eq!(
        draw(source, SENTENCE, "en").unwrap(),
        "Hello &lt;b&gt;&amp; &amp; all at 1"
    );
    let attribute = "<p title=\"{{ t('hello', who='\"', at=\"'\") }}\">";
    assert_eq!(
        draw(attribute, SENTENCE, "en").unwrap(),
        "<p title=\"Hello &quot; &amp; all at &#39;\">"
    );
}

#[test]
fn markup_of_the_template_stays_markup_inside_of_a_text_and_values_beside_it_do_not() {
    let source = "{% macro strong(x) %}<strong>{{ x }}</strong>{% endmacro %}\
                  {{ t('hello', who=strong('<i>'), at=page.form.values.email) }}";
    let drawn = draw(source, SENTENCE, "en").unwrap();
    assert!(
        drawn.starts_with("Hello <strong>&lt;i&gt;</strong> &amp; all at &lt;script&gt;"),
        "{drawn}"
    );
}

#[test]
fn a_value_cannot_pass_for_markup_by_the_marks_that_stand_for_it() {
    let source = "{% macro strong() %}<b>x</b>{% endmacro %}\
                  {{ t('hello', who=strong(), at='\u{f8f0}0\u{f8f1}<i>') }}";
    assert_eq!(
        draw(source, SENTENCE, "en").unwrap(),
        "Hello <b>x</b> &amp; all at 0&lt;i&gt;"
    );
}

#[test]
fn a_time_is_an_element_of_its_own_inside_of_a_text() {
    let drawn = draw(
        "{{ t('hello', who='you', at=frame.now|ago) }}",
        SENTENCE,
        "en",
    )
    .unwrap();
    assert!(
        drawn.contains("at <time datetime=\"2026-11-22T17:00:00Z\" title=\""),
        "{drawn}"
    );
}

#[test]
fn plain_texts_are_not_escaped_and_have_no_markup() {
    let workshop = kid("x", SENTENCE);
    workshop
        .write(
            "kid/mails/test-mail/subject.txt",
            "{{ mail.by }}\nBcc: x@example.com\r\n{{ t('hello', who='<b>', at=frame.now|date) }}",
        )
        .write(
            "kid/mails/test-mail/body.txt",
            "{{ mail.by }} {{ frame.now|datetime }}",
        )
        .write(
            "kid/mails/test-mail/body.html",
            "{{ mail.by }} {{ asset('tokens.css') }}",
        );
    let theme = workshop.builder("kid").strict(true).build().unwrap();
    let frame = MailFrame::samples("en").remove(0);
    let mail = theme
        .mail(
            &frame,
            &TestMail {
                by: "<b>\n& co".into(),
            },
        )
        .unwrap();
    assert_eq!(
        mail.subject,
        "<b> & co Bcc: x@example.com Hello <b> & all at 22 November 2026"
    );
    assert_eq!(mail.text, "<b>\n& co 22 November 2026, 18:00");
    assert!(
        mail.html
            .starts_with("&lt;b&gt;\n&amp; co https://panel.sunny.example/assets/"),
        "{}",
        mail.html
    );
    assert!(TestMail::samples().len() > 1);
}

#[test]
fn a_form_may_be_asked_for_any_field() {
    let source = "[{{ page.form.values.gone }}]{% if page.form.errors.gone %}error{% endif %}{% if not page.form.error %}fine{% endif %}";
    assert_eq!(draw(source, &[], "en").unwrap(), "[]fine");
}

#[test]
fn what_is_none_cannot_be_translated_or_dated_by_accident() {
    for source in [
        "{{ page.form.error|t }}",
        "{{ page.form.error|datetime }}",
        "{{ t() }}",
        "{{ 'soon'|ago }}",
    ] {
        assert!(draw(source, &[], "en").is_err(), "{source}");
    }
}
