namespace WebApp.Serving;

/// <summary>Tells when a file has become another one, once it no longer changes.</summary>
internal sealed class ModelFileWatch
{
    private readonly string _path;
    private Stamp _taken, _seen;

    public ModelFileWatch(string path)
    {
        _path = path;
        _taken = _seen = Stamp.Of(path);
    }

    /// <summary>Whether it is another than at the last call that said so, or than at first.</summary>
    /// <exception cref="IOException">The file cannot be looked at.</exception>
    public bool HasChanged()
    {
        Stamp now = Stamp.Of(_path);
        // What is being written is looked at when it has been whole for one call.
        bool isSettled = now == _seen;
        _seen = now;
        if (!isSettled || now == _taken)
            return false;
        _taken = now;
        return true;
    }

    private readonly record struct Stamp(DateTime Written, long Length)
    {
        /// <summary>Of the file that a link names; the default where there is none.</summary>
        public static Stamp Of(string path)
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
