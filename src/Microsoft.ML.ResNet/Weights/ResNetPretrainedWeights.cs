using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Learned weights to start a training from, or to compute features with: those of a package that is installed, or a
/// file.
/// </summary>
/// <remarks>
/// A package of weights puts its file into the folder <c>resnet-weights</c> beside the application, also where it is
/// published as a single file. Any file of weights that is put there is found in the same way; its name without the
/// extension is the name of the weights.
/// </remarks>
[JsonConverter(typeof(PretrainedWeightsJsonConverter))]
public sealed class ResNetPretrainedWeights
{
    /// <summary>The folder beside the application where packages of weights put their files.</summary>
    public const string FolderName = "resnet-weights";

    private const string ImageNetResNet18Name = "ImageNet.ResNet18";

    /// <summary>The package with the weights to begin with.</summary>
    internal const string DefaultPackage = $"Microsoft.ML.ResNet.{ImageNetResNet18Name}";

    private ResNetPretrainedWeights(string name, string? path) => (Name, Path) = (name, path);

    /// <summary>
    /// ResNet-18 with a third block in its last stage, trained on ImageNet: package
    /// <c>Microsoft.ML.ResNet.ImageNet.ResNet18</c>. 512 features; images of 224 by 224 pixels.
    /// </summary>
    public static ResNetPretrainedWeights ImageNetResNet18 => Named(ImageNetResNet18Name);

    /// <summary>Not to use any weights: to train from scratch.</summary>
    public static ResNetPretrainedWeights None { get; } = new("none", path: null);

    /// <summary>The weights that are installed, ordered by their names.</summary>
    public static IReadOnlyList<ResNetPretrainedWeights> Installed
    {
        get
        {
            string folder = Folder;
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder)
                    .Select(path => new ResNetPretrainedWeights(System.IO.Path.GetFileNameWithoutExtension(path), path))
                    .OrderBy(weights => weights.Name, StringComparer.Ordinal)]
                : [];
        }
    }

    /// <summary>
    /// The weights to use where none are named: <see cref="ImageNetResNet18"/> if they are installed, else the first of
    /// <see cref="Installed"/>; null if there are none.
    /// </summary>
    public static ResNetPretrainedWeights? Default
    {
        get
        {
            IReadOnlyList<ResNetPretrainedWeights> installed = Installed;
            return installed.FirstOrDefault(weights => weights.Name == ImageNetResNet18Name) ?? installed.FirstOrDefault();
        }
    }

    /// <summary>The name: of installed weights, or else of the file.</summary>
    public string Name { get; }

    /// <summary>The file; null for <see cref="None"/>.</summary>
    public string? Path { get; }

    /// <summary>A text that <see cref="Parse"/> reads back.</summary>
    internal string Text => Path is null || Path == InstalledPath ? Name : Path;

    private string InstalledPath => System.IO.Path.Combine(Folder, System.IO.Path.GetFileName(Path!));

    private static string Folder => System.IO.Path.Combine(AppContext.BaseDirectory, FolderName);

    /// <summary>Installed weights.</summary>
    /// <param name="name">Their name, such as <c>ImageNet.ResNet18</c>, in any case.</param>
    /// <exception cref="FileNotFoundException">There are none of this name.</exception>
    public static ResNetPretrainedWeights Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Find(name) ?? throw new FileNotFoundException(
            $"There are no weights '{name}' in '{Folder}', where packages of weights put them. "
            + (Installed is { Count: > 0 } installed
                ? $"There are: {string.Join(", ", installed.Select(weights => weights.Name))}."
                : $"Add the package: dotnet add package Microsoft.ML.ResNet.{name}"));
    }

    /// <summary>A file of weights.</summary>
    /// <param name="path">
    /// Safetensors, also with an index of several files, PyTorch's <c>.pth</c>, <c>.pt</c> and <c>.bin</c>, or ONNX,
    /// recognized by content.
    /// </param>
    public static ResNetPretrainedWeights FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(System.IO.Path.GetFileName(path), path);
    }

    /// <summary>
    /// From a text: <c>none</c>, the name of installed weights, or else the path of a file.
    /// </summary>
    /// <param name="text">The text.</param>
    public static ResNetPretrainedWeights Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return text.Equals(None.Name, StringComparison.OrdinalIgnoreCase) ? None
            : File.Exists(text) ? FromFile(text)
            : Find(text) ?? FromFile(text);
    }

    /// <summary>As <see cref="Parse"/> does.</summary>
    /// <param name="text">The text; null for null.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator ResNetPretrainedWeights?(string? text) => text is null ? null : Parse(text);

    /// <summary>The error of weights that are needed, where none are installed.</summary>
    internal static FileNotFoundException Missing(string need) => new(
        $"{need}; there is none in '{Folder}'. Add one: dotnet add package Microsoft.ML.ResNet.{ImageNetResNet18Name}");

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static ResNetPretrainedWeights? Find(string name) =>
        Installed.FirstOrDefault(weights => weights.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
