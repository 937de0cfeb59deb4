package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.End;
import org.manyhands.core.plan.Input;
import org.manyhands.core.plan.Notification;
import org.manyhands.wire.Items;
import org.manyhands.wire.NotificationTemplate;

class NotifyTest {
    private static ParsedJob parse(String yaml) throws SpecException {
        return JobFile.parse("job.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Notify> notify(String value) throws SpecException {
        return parse("run: ls\nnotify: " + value + "\n").spec().notifications();
    }

    @Test
    void shouldTellAnAddressFromALineForTheShell() throws Exception {
        assertThat(notify("mail -s done me")).containsExactly(Notify.of(new Notify.Hook.Line("mail -s done me")));
        assertThat(notify("HTTPS://host/x")).containsExactly(Notify.of(new Notify.Hook.Url("HTTPS://host/x")));
        assertThat(notify("httpie http://host")).containsExactly(Notify.of(new Notify.Hook.Line("httpie http://host")));
    }

    @Test
    void shouldReadAllKeysInALongJobToo() throws Exception {
        assertThat(parse("steps: {a: {run: ls}}\nnotify: [{command: [say, a b], on: [cancelled, failed], timeout: 2m},"
                                + " {url: 'http://h:80', on: failed}]")
                        .spec()
                        .notifications())
                .containsExactly(
                        new Notify(
                                new Notify.Hook.Argv(List.of("say", "a b")),
                                List.of(End.FAILED, End.CANCELLED),
                                120_000),
                        new Notify(new Notify.Hook.Url("http://h:80"), List.of(End.FAILED), 30_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{command: x, on: [done]} | 'done' is no end of a job (expected: succeeded, failed, cancelled)",
                "{command: x, on: [faild]} | 'faild' is no end of a job (did you mean 'failed'?)",
                "{command: x, on: []} | 'on' in 'notify' in the job is empty (expected: some of succeeded, failed",
                "{url: 'https:///path'} | names no host (expected: an address such as https://host/path)",
                "'http://' | is no address",
                "'https://h:99999/' | names no host",
                "'https://me@h/' | a user before the host is not sent",
                "{url: 'ftp://host/'} | 'ftp://host/' is no address of the web",
                "{url: 'https://h/a b'} | is no address: Illegal character in path",
                "' ' | the command is empty (expected: a line for the shell, or an address)",
                "{command: ''} | the command is empty",
                "{command: []} | 'command' in 'notify' in the job is empty (expected: a program and its arguments)",
                "{command: x, url: 'http://h'} | has command: and url: (expected: one of them; several are a list)",
                "{on: [failed]} | has neither command: nor url:",
                "{command: x, timeout: 0} | '0' is out of range (expected: more than 0, at most 10m)",
                "{command: x, timeout: 11m} | '11m' is out of range (expected: more than 0, at most 10m)",
                "{command: x, tiemout: 1m} | unknown key 'tiemout' in 'notify' in the job (did you mean 'timeout'?)",
                "[[a]] | 'notify' in the job is a list (expected: a command line, an address",
                "[a, {}] | element 2 of 'notify' in the job has neither command: nor url:",
                "\"a\\0b\" | holds a NUL character",
                "{command: [a, \"a\\0b\"]} | holds a NUL character",
            })
    void shouldSayWhatIsWrong(String value, String sentence) {
        assertThatThrownBy(() -> notify(value))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("job.yaml:2:")
                .hasMessageContaining(sentence);
    }

    @Test
    void shouldTakeEightAndRefuseNine() throws Exception {
        assertThat(notify(Collections.nCopies(8, "a").toString())).hasSize(8);
        assertThatThrownBy(() -> notify(Collections.nCopies(9, "a").toString()))
                .hasMessageContaining("'notify' in the job names 9 commands and addresses (expected: at most 8");
        FlagSpec flags = new FlagSpec().command(List.of("ls"));
        for (int i = 0; i < 8; i++) {
            flags.notify("a");
        }
        assertThat(flags.build().spec().notifications()).hasSize(8);
        assertThatThrownBy(() -> flags.notify("a")).hasMessageContaining("--notify names 9 commands and addresses");
    }

    @Test
    void shouldSayTheFlagThatIsWrong() {
        FlagSpec flags = new FlagSpec();
        assertThatThrownBy(() -> flags.notify("a\0b")).hasMessageContaining("--notify: a text with a NUL character");
        assertThatThrownBy(() -> flags.notify("")).hasMessageContaining("--notify: the command is empty");
        assertThatThrownBy(() -> flags.notify("http://")).hasMessageContaining("--notify: 'http://' is no address");
    }

    @Test
    void shouldCompileACommandAsItIsAndHideThePathOfAnAddress() throws Exception {
        List<Notification> notifications = Compiler.compile(
                        parse("run: ls\nnotify: [\"echo {} $MH_JOB\", {url: 'https://h:8/secret', timeout: 5s}]\n"),
                        new Compiler.Submitter("ann", "/home/ann"),
                        _ -> new ItemResolver.ResolvedItems(1, Items.getDefaultInstance()),
                        _ -> new Input(Bytes.EMPTY, 0))
                .plan()
                .notifications();
        assertThat(notifications).extracting(Notification::what).containsExactly("echo {} $MH_JOB", "https://h:8/…");
        NotificationTemplate command = NotificationTemplate.parseFrom(
                notifications.getFirst().template().toArray());
        assertThat(command.getArgvList())
                .extracting(word -> word.toStringUtf8())
                .containsExactly("/bin/sh", "-c", "echo {} $MH_JOB");
        assertThat(command.getDirectory().toStringUtf8()).isEqualTo("/home/ann");
        NotificationTemplate web =
                NotificationTemplate.parseFrom(notifications.get(1).template().toArray());
        assertThat(web.getUrl()).isEqualTo("https://h:8/secret");
        assertThat(web.getTimeoutMillis()).isEqualTo(5_000);
    }
}
