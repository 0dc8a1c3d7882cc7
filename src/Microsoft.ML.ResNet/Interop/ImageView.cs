using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_image_view: what a network sees of a stored image.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ImageView
{
    public float Top, Left, Height, Width;
    public int Flip;
    public int Recolour;
    public int ErasedTop, ErasedLeft, ErasedHeight, ErasedWidth;
    private fixed float _matrix[16];
    private fixed float _shift[4];

    /// <summary>The part of an image at a place.</summary>
    public ImageView(double top, double left, double height, double width)
    {
        (Top, Left) = ((float)top, (float)left);
        (Height, Width) = ((float)height, (float)width);
    }

    /// <summary>The centre at the network's size; the upper left of the places that are nearest.</summary>
    public static ImageView Centre(ImageSize stored, ImageSize input) => new(
        (stored.Height - input.Height) / 2, (stored.Width - input.Width) / 2, input.Height, input.Width);

    /// <summary>The change of a colour as a row vector: colour * matrix, with the shift in the last row.</summary>
    public Matrix4x4 Colors
    {
        readonly get
        {
            Matrix4x4 colors = Matrix4x4.Identity;
            for (int from = 0; from < 3; from++)
            {
                for (int to = 0; to < 3; to++)
                    colors[from, to] = _matrix[to * 4 + from];
                colors[3, from] = _shift[from];
            }
            return colors;
        }
        set
        {
            Recolour = 1;
            for (int from = 0; from < 3; from++)
            {
                for (int to = 0; to < 3; to++)
                    _matrix[to * 4 + from] = value[from, to];
                _shift[from] = value[3, from];
            }
        }
    }
}
