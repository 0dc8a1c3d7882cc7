using System.Globalization;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>A tensor's bytes in a file beside the model.</summary>
internal sealed record ExternalRange(string Path, long Offset, int Length)
{
    /// <exception cref="InvalidDataException">The file has become shorter.</exception>
    public byte[] Read()
    {
        byte[] bytes = new byte[Length];
        if (Length == 0)
            return bytes;
        using SafeFileHandle handle = File.OpenHandle(Path);
        FileBytes.ReadExactly(handle, Path, Offset, bytes);
        return bytes;
    }
}

/// <summary>
/// The files with values of tensors beside a model ("external data"). They must lie in the model's folder or below it: a
/// model from strangers says which files are opened. Where the model itself is a link, as in Hugging Face's cache, its
/// data may be links too, to where the model's file is.
/// </summary>
internal sealed class ExternalFiles(string modelPath)
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;

    private readonly Dictionary<string, long> _taken = new(StringComparer.Ordinal); // bytes of every file

    /// <param name="tensor">For messages.</param>
    /// <param name="entries"><c>location</c>, and maybe <c>offset</c> and <c>length</c>.</param>
    /// <param name="bytes">Length of the tensor by its shape and type.</param>
    /// <exception cref="InvalidDataException">The file must not be read, or has no such bytes.</exception>
    public ExternalRange Find(string tensor, IEnumerable<StringStringEntryProto> entries, int bytes)
    {
        string? location = null;
        long offset = 0, length = bytes;
        foreach (StringStringEntryProto entry in entries)
        {
            switch (entry.Key)
            {
                case "location":
                    location = entry.Value;
                    break;
                case "offset":
                    offset = Number(tensor, entry);
                    break;
                case "length":
                    length = Number(tensor, entry);
                    break;
            }
        }
        if (length != bytes)
            throw new InvalidDataException($"{tensor} takes {bytes:N0} bytes, but {length:N0} are there for it.");
        string path = Resolve(tensor, location);
        long fileLength = new FileInfo(path).Length;
        if (offset > fileLength - bytes)
        {
            throw new InvalidDataException(
                $"{tensor} is at {offset:N0} to {(decimal)offset + bytes:N0} of '{location}', which has "
                + $"{fileLength:N0} bytes: the file is cut off, or of another model.");
        }
        // So that no more is read than the file contains.
        long taken = _taken[path] = _taken.GetValueOrDefault(path) + bytes;
        return taken <= fileLength
            ? new ExternalRange(path, offset, bytes)
            : throw new InvalidDataException($"{tensor} is where other tensors are in '{location}'.");
    }

    private string Resolve(string tensor, string? location)
    {
        string[] parts = (location ?? "").Split('/', '\\');
        if (parts.Any(part => part is "" or "..") || parts[0].Contains(':') || location!.Contains('\0'))
        {
            throw new InvalidDataException(
                $"{tensor} is in '{location}'; only files in the model's folder are opened: put it there, and name "
                + "it by a path that is relative to the model.");
        }
        string path = _folder;
        foreach (string part in parts)
        {
            path = Path.Combine(path, part);
            FileInfo file = new(path);
            if (file.LinkTarget is null)
                continue;
            FileSystemInfo? target = file.ResolveLinkTarget(returnFinalTarget: true);
            path = IsBesideModel(target)
                ? target!.FullName
                : throw new InvalidDataException(
                    $"{tensor} is in '{location}', which is a link out of the model's folder: put the file itself there.");
        }
        return File.Exists(path)
            ? path
            : throw new InvalidDataException(
                $"{tensor} is in '{location}', which is not beside the model: put it there.");
    }

    // A file, as a folder behind a link could lead anywhere from there.
    private bool IsBesideModel(FileSystemInfo? target)
    {
        if (target is not FileInfo { Exists: true } file)
            return false;
        FileInfo model = new(Path.GetFullPath(modelPath));
        FileSystemInfo home = model.ResolveLinkTarget(returnFinalTarget: true) ?? model;
        return file.DirectoryName == _folder || file.DirectoryName == Path.GetDirectoryName(home.FullName);
    }

    private static long Number(string tensor, StringStringEntryProto entry) =>
        long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new InvalidDataException($"{tensor} has '{entry.Value}' as {entry.Key}, which is no size.");
}
