namespace QuickStart.Learning;

/// <summary>What a saved pipeline is given: an image file's content. The label is a column it was trained with, and not used.</summary>
internal sealed class ImageContent
{
    public byte[] Image { get; set; } = [];

    public string Name { get; set; } = "";

    public string Label { get; set; } = "";
}
