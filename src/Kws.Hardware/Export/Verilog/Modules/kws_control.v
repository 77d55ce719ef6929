// The sequence of an inference: the steps of kws_layers.v one after the other, each a product or comparison per lane and cycle, then a wait
// until its last value is in memory. A step that divides waits after every group of channels too.
//
//   cycle      c          c + 1    c + 2    c + 3          c + 4           c + 5
//   the step   last tap   values   sums     requantised    in memory       first tap of the next step
//
// The next step is selected in the third of the four cycles between them, and its counters are loaded in the fourth.

module kws_control #(
  parameter STEP_BITS = 1,
  parameter WAIT_BITS = 3
) (
  input  wire                 clock,
  input  wire                 reset,          // synchronous
  input  wire                 start,          // for one cycle, while busy is low
  output reg                  busy,
  output reg                  done,           // for one cycle, the first one after busy

  output reg  [STEP_BITS-1:0] step,
  input  wire                 last_step,
  input  wire                 average,        // the step divides
  input  wire [WAIT_BITS-1:0] divide_cycles,
  input  wire                 last,           // the tap of this cycle is the last one of its group of channels
  input  wire                 ends,           // and of the step

  output wire                 load,           // counters begin a step in the next cycle
  output wire                 run             // a tap in this cycle
);
  localparam [WAIT_BITS-1:0] DRAIN = 4;

  reg [WAIT_BITS-1:0] waiting;                // cycles before the next tap
  reg ending;                                 // the next tap is one of another step

  assign run = busy && waiting == 0;
  assign load = busy ? ending && waiting == 1 : start;

  always @(posedge clock) begin
    done <= 0;
    if (reset) begin
      busy <= 0;
      step <= 0;
      waiting <= 0;
      ending <= 0;
    end else if (!busy)
      busy <= start;
    else if (run) begin
      ending <= ends;
      if (ends || (last && average))
        waiting <= average ? DRAIN + 1 + divide_cycles : DRAIN;
    end else begin
      waiting <= waiting - 1;
      if (ending && waiting == 2)
        step <= last_step ? 0 : step + 1;
      // After the last step the counters are back at the first one.
      if (load && step == 0) begin
        busy <= 0;
        done <= 1;
      end
    end
  end
endmodule
