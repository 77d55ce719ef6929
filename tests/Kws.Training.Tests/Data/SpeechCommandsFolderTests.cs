using Kws.Testing;
using Kws.Training.Data;

namespace Kws.Training.Tests;

public sealed class SpeechCommandsFolderTests
{
    [Fact]
    public void The_word_of_a_clip_is_the_name_of_its_folder()
    {
        using var directory = new TemporaryDirectory();
        string[] names =
            ["cat/b.wav", "cat/a.wav", "cat/deeper/c.wav", "Bed/d.wav", "_background_noise_/tap.wav", "_silence_/1.wav", "top.wav",
                "cat/._a.wav", ".git/e.wav", "cat/notes.txt", "cat/_background_noise_/f.wav"];
        foreach (string name in names)
        {
            directory.Touch(name);
        }

        Assert.Equal(
            [
                ("top.wav", Path.GetFileName(directory.Root)), ("Bed/d.wav", "Bed"), ("_silence_/1.wav", "_silence_"),
                ("cat/a.wav", "cat"), ("cat/b.wav", "cat"), ("cat/deeper/c.wav", "deeper"),
            ],
            SpeechCommandsFolder.Clips(directory.Root).Select(clip =>
                (Path.GetRelativePath(directory.Root, clip.Path).Replace('\\', '/'), clip.Word)));
        Assert.Equal(
            ["_background_noise_/tap.wav", "cat/_background_noise_/f.wav"],
            SpeechCommandsFolder.Noise(directory.Root).Select(path =>
                Path.GetRelativePath(directory.Root, path).Replace('\\', '/')));
    }
}
