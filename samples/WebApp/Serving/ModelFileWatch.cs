namespace WebApp.Serving;

/// <summary>Detects that a file was replaced, once it no longer changes.</summary>
internal sealed class ModelFileWatch
{
    private readonly string _path;
    private Stamp _taken, _seen;

    public ModelFileWatch(string path)
    {
        _path = path;
        _taken = _seen = Stamp.Read(path);
    }

    /// <summary>Whether the file has changed since the last call that returned true, or since construction.</summary>
    /// <exception cref="IOException">The file cannot be examined.</exception>
    public bool HasChanged()
    {
        Stamp now = Stamp.Read(_path);
        // A file that is being written counts as changed only after it was unchanged for one call.
        bool isSettled = now == _seen;
        _seen = now;
        if (!isSettled || now == _taken)
            return false;
        _taken = now;
        return true;
    }

    private readonly record struct Stamp(DateTime Written, long Length)
    {
        /// <summary>Follows links; returns the default if there is no file.</summary>
        public static Stamp Read(string path)
        {
            try
            {
                var file = (FileInfo)(File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path));
                return new Stamp(file.LastWriteTimeUtc, file.Length);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return default;
            }
        }
    }
}
