namespace QuickStart.Learning;

/// <summary>The input of a saved pipeline: the content of an image file. The label column is required but not used.</summary>
internal sealed class ImageContent
{
    public byte[] Image { get; set; } = [];

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";
}
