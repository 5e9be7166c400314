"""What both overseers look at: complaints."""
