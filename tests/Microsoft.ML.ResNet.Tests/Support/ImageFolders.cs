using SkiaSharp;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Writes class folders of small drawn images.</summary>
internal static class ImageFolders
{
    /// <summary>Writes <paramref name="perClass"/> JPEG files for every class of <see cref="DrawnImages"/>.</summary>
    public static string Write(string folder, int perClass, int size = 24)
    {
        foreach (string name in DrawnImages.Classes)
        {
            string classFolder = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            for (int i = 0; i < perClass; i++)
            {
                byte[] image = DrawnImages.Encoded(name, i, size, size, format: SKEncodedImageFormat.Jpeg);
                File.WriteAllBytes(Path.Combine(classFolder, $"{i:D3}.jpg"), image);
            }
        }
        return folder;
    }
}
