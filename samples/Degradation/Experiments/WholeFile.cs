namespace Degradation.Experiments;

/// <summary>Files that are there whole or not at all: written beside their place, then moved to it.</summary>
internal static class WholeFile
{
    public static void Write(string path, string text) => Write(path, temporary => File.WriteAllText(temporary, text));

    public static void Write(string path, Action<string> write)
    {
        string temporary = path + ".partial";
        write(temporary);
        File.Move(temporary, path, overwrite: true);
    }
}
