using System.Text;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>
/// Text files in UTF-8, or in UTF-16 or UTF-32 with a byte order mark. Other encodings are refused: they would give names that
/// look right in an editor and match nothing.
/// </summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The content.</summary>
    /// <exception cref="UserException">The file is in another encoding.</exception>
    public static string Read(string path)
    {
        try
        {
            string text = File.ReadAllText(path, Strict);
            if (!text.Contains('\0'))
                return text;
        }
        catch (ArgumentException)
        {
            // Bytes that are not UTF-8, or half of a surrogate pair.
        }
        throw new UserException(
            $"'{path}' is not in UTF-8: save it as UTF-8 (in a spreadsheet, 'CSV UTF-8'), or as UTF-16 with a byte order mark.");
    }

    /// <summary>The lines that are not empty, in Unicode's composed form (NFC).</summary>
    /// <exception cref="UserException">The file is in another encoding.</exception>
    public static string[] ReadLines(string path) =>
        Read(path).Normalize().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
