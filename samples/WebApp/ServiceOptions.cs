using System.ComponentModel.DataAnnotations;

namespace WebApp;

/// <summary>
/// Settings from the command line (<c>--Model flowers.zip</c>), appsettings.json or the environment.
/// </summary>
internal sealed class ServiceOptions
{
    /// <summary>
    /// File of a saved pipeline or classifier that was trained on the content of image files. Without it, a small network
    /// is trained on drawn shapes when the app first starts.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>
    /// Seconds between checks of the file <see cref="Model"/>. If it has changed, the new model is loaded without a
    /// restart. 0 to never check.
    /// </summary>
    [Range(0, 86_400)]
    public double ReloadSeconds { get; set; } = 2;

    /// <summary>File for the network for drawn shapes.</summary>
    [Required]
    public string DrawnModel { get; set; } = Path.Combine(AppContext.BaseDirectory, "drawn-shapes.zip");

    /// <summary>Number of prediction engines; 0 for one per processor.</summary>
    [Range(0, 1024)]
    public int Engines { get; set; }

    /// <summary>Maximum number of pictures waiting for an engine; further ones are answered with 503.</summary>
    [Range(1, 100_000)]
    public int QueueLength { get; set; } = 64;

    /// <summary>
    /// Maximum number of uploads in memory, including those waiting for an engine. Together with
    /// <see cref="MaximumUploadMB"/> it bounds their memory.
    /// </summary>
    [Range(1, 100_000)]
    public int MaximumUploads { get; set; } = 128;

    /// <summary>Maximum size of a picture file, in MB of 2^20 bytes.</summary>
    [Range(0.001, 1024)]
    public double MaximumUploadMB { get; set; } = 10;

    /// <summary>Maximum number of pixels of a picture, in millions; checked before decoding.</summary>
    [Range(0.001, 134)]
    public double MaximumMegapixels { get; set; } = 50;

    /// <summary>
    /// The same for formats that must be decoded at full size, that is all but JPEG and WebP: each pixel then takes four
    /// bytes of memory in each engine. A PNG file of 200 KB can have 64 million pixels.
    /// </summary>
    [Range(0.001, 67)]
    public double MaximumDecodedMegapixels { get; set; } = 16;

    /// <summary>Maximum number of seconds from a request's first byte to its response.</summary>
    [Range(0.01, 3600)]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Number of most probable classes in a response.</summary>
    [Range(1, 1000)]
    public int Top { get; set; } = 10;

    public long MaximumUploadBytes => (long)(MaximumUploadMB * (1 << 20));

    public long MaximumPixels => (long)(MaximumMegapixels * 1e6);

    public long MaximumDecodedPixels => (long)(MaximumDecodedMegapixels * 1e6);
}
